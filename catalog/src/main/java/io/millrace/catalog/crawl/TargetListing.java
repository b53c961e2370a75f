package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ObjectReader.Next;
import io.millrace.catalog.crawl.ObjectReader.PageConsumer;
import io.millrace.catalog.expression.CodePointOrder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lists a target and hands over each folder as soon as no more of its objects can come.
 *
 * <p>Keys come in order, so only the folders above the current key are open: memory does not grow with the number of objects.
 * The listing begins as one range of keys, flat, which takes the least requests there can be. A range that is not at its end after
 * {@link #PAGES_BEFORE_SPLIT} pages, and again after as many more, gives away parts of what is before it, as long as fewer than {@link
 * ObjectReader#rangesAtOnce} are listed at once: one request (at most {@link #MAX_PROBES}) finds the folders ahead, and up to three parts begin at some
 * of them. So a listing of up to 10,000 objects takes one request a thousand, and a larger one at most six more for ten that it
 * would take anyway (three probes that find nothing, or one and the broken pages of three parts).
 *
 * <p>A target below which nothing is may be an object itself (Glue Developer Guide, "Include and exclude patterns": {@code
 * bucket-name/folder-name/file-name.ext}): one more request says so.
 */
final class TargetListing {
    static final int PAGES_BEFORE_SPLIT = 10;
    private static final int MAX_PARTS = 3;
    private static final int MAX_PROBES = 3;
    private static final int SHOWN_EMPTY = 10;

    /** Takes part in a listing. Called from several threads. */
    interface Listener {
        /** Whether the object is of a table that a format owns; then it is taken. Asked before hidden objects are left out. */
        boolean takeMetadata(StoredObject object);

        /** Whether the folder is of a table that a format owns, as far as is known by now. */
        boolean isOwned(String path);

        /** A folder begins. */
        FolderContents begin(String path);

        /** The folder may not be opened, so that nobody knows what it has now. */
        void refused(String path, String reason);

        /** All objects of a folder were seen; it has at least one. */
        void complete(FolderContents folder) throws IOException, CrawlCancelledException;
    }

    private final CrawlTarget target;
    private final CrawlTally reader;
    private final ExecutorService threads;
    private final Listener listener;
    private final DataObjects data;
    private final Queue<Future<?>> ranges = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final Set<String> shared = ConcurrentHashMap.newKeySet();
    private final Map<String, FolderContents> sharedFolders = new ConcurrentHashMap<>();
    private final List<String> emptyObjects = new ArrayList<>();
    private volatile boolean anyFound;

    TargetListing(CrawlTarget target, CrawlTally reader, ExecutorService threads, Listener listener) {
        this.target = target;
        this.reader = reader;
        this.threads = threads;
        this.listener = listener;
        this.data = new DataObjects(target);
    }

    /** Returns once all folders were handed over. */
    void run() throws IOException, CrawlCancelledException, InterruptedException {
        try {
            active.incrementAndGet();
            new Range("", Optional.empty()).list();
            for (Future<?> range = ranges.poll(); range != null; range = ranges.poll()) {
                await(range);
            }
            for (FolderContents folder : sharedFolders.values()) {
                listener.complete(folder);
            }
            if (!anyFound && !target.prefix().isEmpty() && target.format().isEmpty()) {
                takeObject(target.prefix().substring(0, target.prefix().length() - 1));
            }
        } finally {
            ranges.forEach(range -> range.cancel(true));
        }
    }

    private void takeObject(String key) throws IOException, CrawlCancelledException {
        List<StoredObject> named = new ArrayList<>();
        reader.list(target.bucket(), key, "", page -> {
            page.stream().filter(object -> object.key().equals(key)).forEach(named::add);
            return Next.END;
        });
        for (StoredObject object : named) {
            if (object.size() == 0) {
                noteEmpty(object);
            } else if (reader.counts(object)) {
                FolderContents contents = listener.begin("");
                contents.add(object);
                listener.complete(contents);
            }
        }
    }

    /** The URIs of some objects that have no bytes; they are data of no folder. */
    List<String> emptyObjects() {
        synchronized (emptyObjects) {
            return List.copyOf(emptyObjects);
        }
    }

    private static void await(Future<?> range) throws IOException, CrawlCancelledException, InterruptedException {
        try {
            range.get();
        } catch (ExecutionException e) {
            CrawlFailures.rethrow(e.getCause());
        }
    }

    /** Keys after {@code after} and before {@code until}, listed by one thread. */
    private final class Range {
        private final String after;
        private final Deque<FolderContents> open = new ArrayDeque<>();
        private Optional<String> until;
        private int pages;
        private long keys;
        private long folders;
        private String folder = "";
        private Optional<CrawlCancelledException> cancelled = Optional.empty();

        Range(String after, Optional<String> until) {
            this.after = after;
            this.until = until;
        }

        @org.jspecify.annotations.Nullable
        Void list() throws IOException, CrawlCancelledException {
            try {
                reader.list(target.bucket(), target.prefix(), after, new Pages());
                if (cancelled.isPresent()) {
                    throw cancelled.get();
                }
                while (!open.isEmpty()) {
                    close(open.pop());
                }
            } finally {
                active.decrementAndGet();
            }
            return null;
        }

        private final class Pages implements PageConsumer {
            @Override
            public Next accept(List<StoredObject> page) throws IOException {
                return take(page);
            }

            @Override
            public void refused(String denied, AccessDeniedException why) {
                anyFound = true;
                listener.refused(denied.substring(target.prefix().length()), String.valueOf(why.getMessage()));
            }
        }

        private Next take(List<StoredObject> page) throws IOException {
            try {
                reader.requireNotCancelled();
                anyFound |= !page.isEmpty();
                for (StoredObject object : page) {
                    if (until.isPresent() && CodePointOrder.compare(object.key(), until.get()) >= 0) {
                        return Next.END;
                    }
                    take(object);
                }
                pages++;
                keys += page.size();
                if (pages % PAGES_BEFORE_SPLIT == 0 && page.size() == ObjectReader.PAGE_KEYS) {
                    split(page.get(page.size() - 1).key());
                }
                return Next.PAGE;
            } catch (CrawlCancelledException e) {
                cancelled = Optional.of(e);
                return Next.END;
            }
        }

        private void take(StoredObject object) throws IOException, CrawlCancelledException {
            if (data.excludes(object.key()) || listener.takeMetadata(object)) {
                return;
            }
            if (!data.contain(object.key()) || !reader.counts(object)) {
                return;
            }
            if (object.size() == 0) {
                noteEmpty(object);
                return;
            }
            String path = pathOf(object.key());
            if (listener.isOwned(path)) {
                return;
            }
            while (!open.isEmpty() && !path.startsWith(open.element().path())) {
                close(open.pop());
            }
            if (open.isEmpty() || open.element().path().length() != path.length()) {
                open.push(listener.begin(path));
                folders++;
            }
            open.element().add(object);
        }

        /** The same text for all objects of a folder that follow each other. */
        private String pathOf(String key) {
            int start = target.prefix().length();
            int end = Math.max(start, key.lastIndexOf('/') + 1);
            if (end - start != folder.length() || !key.startsWith(folder, start)) {
                folder = key.substring(start, end);
            }
            return folder;
        }

        private void close(FolderContents contents) throws IOException, CrawlCancelledException {
            if (!shared.contains(contents.path())) {
                listener.complete(contents);
                return;
            }
            sharedFolders.merge(contents.path(), contents, (one, other) -> {
                one.addAll(other);
                return one;
            });
        }

        private void split(String lastKey) throws IOException {
            int parts = Math.min(MAX_PARTS, reader.rangesAtOnce() - active.get());
            if (parts < 1) {
                return;
            }
            List<String> ahead = foldersAhead(lastKey);
            List<String> starts = new ArrayList<>();
            for (int part = 1; part <= parts; part++) {
                String start = ahead.isEmpty() ? "" : ahead.get((ahead.size() - 1) * part / parts);
                if (!start.isEmpty() && !starts.contains(start)) {
                    starts.add(start);
                }
            }
            for (int i = starts.size() - 1; i >= 0; i--) {
                shareFoldersAbove(starts.get(i));
                Range part = new Range(starts.get(i), until);
                until = Optional.of(starts.get(i));
                active.incrementAndGet();
                ranges.add(threads.submit(part::list));
            }
        }

        /** The folders of the highest level that has some after {@code lastKey}. */
        private List<String> foldersAhead(String lastKey) throws IOException {
            int slash = target.prefix().length();
            for (int probe = 0; probe < MAX_PROBES; probe++) {
                List<String> ahead = reader.listFolders(target.bucket(), lastKey.substring(0, slash), lastKey).stream()
                        .filter(next -> CodePointOrder.compare(next, lastKey) > 0)
                        .filter(next -> until.isEmpty() || CodePointOrder.compare(next, until.get()) < 0)
                        .toList();
                slash = lastKey.indexOf('/', slash) + 1;
                // A thousand folders of a few objects are a few pages: to find more of them takes as many requests as
                // to list them.
                boolean fewPages = ahead.size() == ObjectReader.PAGE_KEYS && keys < folders * PAGES_BEFORE_SPLIT;
                if (fewPages) {
                    return List.of();
                }
                if (!ahead.isEmpty() || slash == 0) {
                    return ahead;
                }
            }
            return List.of();
        }

        private void shareFoldersAbove(String start) {
            String below = start.substring(target.prefix().length(), start.length() - 1);
            shared.add("");
            for (int slash = below.indexOf('/'); slash >= 0; slash = below.indexOf('/', slash + 1)) {
                shared.add(below.substring(0, slash + 1));
            }
        }
    }

    private void noteEmpty(StoredObject object) {
        synchronized (emptyObjects) {
            if (emptyObjects.size() < SHOWN_EMPTY) {
                emptyObjects.add(object.uri());
            }
        }
    }
}
