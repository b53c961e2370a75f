package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.FileReading.Outcome;
import io.millrace.catalog.crawl.FolderSampler.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects files of many folders and has a {@link FileCluster} read them. Whoever brings the last file of a full load waits for the
 * cluster, so that no more than a load a thread is in memory. Thread-safe.
 */
final class RemoteReading {
    /** Small enough to spread a load evenly, and to lose little with a machine. */
    private static final int FILES_A_REQUEST = 50;

    private final FileCluster cluster;
    private final CrawlScope scope;
    private final CrawlTally reader;
    private List<Folder> waiting = new ArrayList<>();
    private int files;

    private record Folder(List<StoredObject> objects, Outcomes then) {}

    RemoteReading(FileCluster cluster, CrawlScope scope, CrawlTally reader) {
        this.cluster = cluster;
        this.scope = scope;
        this.reader = reader;
    }

    void read(List<StoredObject> objects, Outcomes then) throws IOException, CrawlCancelledException {
        List<Folder> load = List.of();
        synchronized (this) {
            waiting.add(new Folder(objects, then));
            files += objects.size();
            if (files >= cluster.filesAtOnce()) {
                load = take();
            }
        }
        readAll(load);
    }

    /** Reads what is left. */
    void finish() throws IOException, CrawlCancelledException {
        List<Folder> load;
        synchronized (this) {
            load = take();
        }
        readAll(load);
    }

    /** Nothing more is read, whether all was or the crawl failed. */
    void end() {
        cluster.release();
    }

    private List<Folder> take() {
        List<Folder> taken = waiting;
        waiting = new ArrayList<>();
        files = 0;
        return taken;
    }

    private void readAll(List<Folder> load) throws IOException, CrawlCancelledException {
        if (load.isEmpty()) {
            return;
        }
        reader.requireNotCancelled();
        List<StoredObject> objects =
                load.stream().flatMap(folder -> folder.objects().stream()).toList();
        List<Outcome> outcomes = outcomes(objects);
        int done = 0;
        for (Folder folder : load) {
            int end = done + folder.objects().size();
            folder.then().accept(outcomes.subList(done, end));
            done = end;
        }
    }

    private List<byte[]> answers(List<byte[]> requests) throws IOException, CrawlCancelledException {
        try {
            return cluster.answerAll(requests, reader::isCancelled);
        } catch (IOException e) {
            reader.requireNotCancelled();
            throw e;
        }
    }

    private List<Outcome> outcomes(List<StoredObject> objects) throws IOException, CrawlCancelledException {
        List<List<StoredObject>> parts = new ArrayList<>();
        for (int start = 0; start < objects.size(); start += FILES_A_REQUEST) {
            parts.add(objects.subList(start, Math.min(start + FILES_A_REQUEST, objects.size())));
        }
        List<byte[]> answers = answers(parts.stream()
                .map(part -> FileRequests.request(scope.classifiers(), part))
                .toList());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            FileRequests.Answered answered = FileRequests.answered(parts.get(i), answers.get(i));
            reader.readElsewhere(answered.cost());
            outcomes.addAll(answered.outcomes());
        }
        return outcomes;
    }
}
