package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.crawl.FileReading.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Reads files of many folders at once. Whoever asks for more than is in hand waits. Once the crawl has listed more than its threshold,
 * files are read by the cluster, if there is one. Thread-safe.
 */
final class FolderSampler {
    private static final int READS_IN_HAND = 256;

    /** More are a task of their own. */
    private static final long BYTES_A_TASK = 64 << 10;

    private final CrawlTally reader;
    private final FileReading files;
    private final ExecutorService threads;
    private final Semaphore inHand = new Semaphore(READS_IN_HAND);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Work> waiting = new ArrayList<>();
    private long waitingBytes;
    private final long threshold;
    private final Optional<RemoteReading> remote;

    FolderSampler(CrawlTally reader, CrawlScope scope, ExecutorService threads, Optional<FileCluster> cluster) {
        this.reader = reader;
        this.files = new FileReading(reader, new ObjectClassifier(scope.classifiers()));
        this.threads = threads;
        this.threshold = scope.sparkThreshold();
        this.remote = cluster.filter(any -> threshold > 0).map(found -> new RemoteReading(found, scope, reader));
    }

    /** Is given the outcomes in the order of the objects, on the thread that read the last. */
    @FunctionalInterface
    interface Outcomes {
        void accept(List<Outcome> outcomes) throws IOException, CrawlCancelledException;
    }

    /** Reads all {@code objects}, at least one, and then calls {@code then}. */
    void read(List<StoredObject> objects, Outcomes then) throws IOException, CrawlCancelledException {
        if (remote.isPresent() && reader.cost().objectsListed() > threshold) {
            requireNoFailure();
            remote.get().read(objects, then);
            return;
        }
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(objects.size());
        AtomicInteger left = new AtomicInteger(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            int place = i;
            submit(objects.get(i).size(), () -> {
                outcomes.set(place, files.read(objects.get(place)));
                if (left.decrementAndGet() == 0) {
                    then.accept(listOf(outcomes));
                }
            });
        }
    }

    /** Reads that are not of one file. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, CrawlCancelledException;
    }

    /** Does {@code work} on a thread that reads; waits while too much is in hand. */
    void submit(Work work) throws IOException, CrawlCancelledException {
        hand(List.of(work));
    }

    /** The same with what reads an object of so many bytes; small ones are read in a row. */
    private void submit(long bytes, Work work) throws IOException, CrawlCancelledException {
        List<Work> row;
        synchronized (waiting) {
            waiting.add(work);
            waitingBytes += bytes;
            if (waiting.size() < reader.readsATask() && waitingBytes < BYTES_A_TASK) {
                return;
            }
            row = takeWaiting();
        }
        hand(row);
    }

    private List<Work> takeWaiting() {
        synchronized (waiting) {
            List<Work> row = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            return row;
        }
    }

    private void hand(List<Work> row) throws IOException, CrawlCancelledException {
        acquire(row.size());
        requireNoFailure();
        threads.execute(() -> {
            boolean ended = false;
            try {
                for (Work work : row) {
                    if (failure.get() == null) {
                        work.run();
                    }
                }
                ended = true;
            } catch (IOException | CrawlCancelledException | RuntimeException e) {
                // Rethrown in the crawl's own thread.
                failure.compareAndSet(null, e);
            } finally {
                if (!ended) {
                    // An error: what was to be read must not be missing from the plan without a word.
                    failure.compareAndSet(null, new IllegalStateException("A thread of the crawl died"));
                }
                inHand.release(row.size());
            }
        });
    }

    private static List<Outcome> listOf(AtomicReferenceArray<Outcome> outcomes) {
        Outcome[] all = new Outcome[outcomes.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = outcomes.get(i);
        }
        return List.of(all);
    }

    /** The same at once, on the caller's thread. */
    List<Outcome> readNow(List<StoredObject> objects) throws IOException, CrawlCancelledException {
        List<Outcome> outcomes = new ArrayList<>();
        for (StoredObject object : objects) {
            outcomes.add(files.read(object));
        }
        return outcomes;
    }

    /** Waits until all that was asked for has been read and taken. */
    void finish() throws IOException, CrawlCancelledException {
        if (remote.isPresent()) {
            remote.get().finish();
        }
        hand(takeWaiting());
        acquire(READS_IN_HAND);
        inHand.release(READS_IN_HAND);
        requireNoFailure();
    }

    /** To be called once all was read, or the crawl has failed. */
    void end() {
        remote.ifPresent(RemoteReading::end);
    }

    private void acquire(int permits) throws IOException {
        try {
            inHand.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("The crawl was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void requireNoFailure() throws IOException, CrawlCancelledException {
        Throwable first = failure.get();
        if (first != null) {
            CrawlFailures.rethrow(first);
        }
    }
}
