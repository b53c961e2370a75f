package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.ObjectBytes;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Reads files of many folders at once. Whoever asks for more than is in hand waits. A file that is gone when it is read was never
 * there; one that cannot be reached is skipped and named, unless the store fails so often in a row that it is down.
 * Thread-safe.
 */
final class FolderSampler {
    /** So many failed reads in a row, refusals aside, end the crawl: better no answer than one from half of the objects. */
    static final int MAX_FAILURES_IN_A_ROW = 25;

    private static final int READS_IN_HAND = 256;

    private final CrawlTally reader;
    private final ObjectClassifier classifier;
    private final ExecutorService threads;
    private final Semaphore inHand = new Semaphore(READS_IN_HAND);
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    FolderSampler(CrawlTally reader, ObjectClassifier classifier, ExecutorService threads) {
        this.reader = reader;
        this.classifier = classifier;
        this.threads = threads;
    }

    /** What reading a file showed. */
    sealed interface Outcome {
        /** Its schema. */
        record Data(FolderSchema schema) implements Outcome {}

        /** Its schema, though it is no longer the object that was listed. */
        record ChangedData(FolderSchema schema) implements Outcome {}

        /** It is no data. */
        record NoData(String reason) implements Outcome {}

        /** It is not there any more. */
        record Gone() implements Outcome {}

        /** It could not be read now; what it holds is not known. */
        record Unknown(String reason) implements Outcome {}
    }

    /** Is given the outcomes in the order of the objects, on the thread that read the last. */
    @FunctionalInterface
    interface Outcomes {
        void accept(List<Outcome> outcomes) throws IOException, CrawlCancelledException;
    }

    /** Reads all {@code objects}, at least one, and then calls {@code then}. */
    void read(List<StoredObject> objects, Outcomes then) throws IOException, CrawlCancelledException {
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(objects.size());
        AtomicInteger left = new AtomicInteger(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            int place = i;
            submit(() -> {
                outcomes.set(place, read(objects.get(place)));
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
        acquire(1);
        requireNoFailure();
        threads.execute(() -> {
            boolean ended = false;
            try {
                if (failure.get() == null) {
                    work.run();
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
                inHand.release();
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
            outcomes.add(read(object));
        }
        return outcomes;
    }

    /** Waits until all that was asked for has been read and taken. */
    void finish() throws IOException, CrawlCancelledException {
        acquire(READS_IN_HAND);
        inHand.release(READS_IN_HAND);
        requireNoFailure();
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

    private Outcome read(StoredObject object) throws IOException, CrawlCancelledException {
        reader.requireNotCancelled();
        OpenedObject opened = new OpenedObject(object);
        try {
            FileSchema schema = classifier.classify(object.key(), opened);
            failuresInARow.set(0);
            FolderSchema found = FolderSchema.of(schema, object.size());
            return opened.changed ? new Outcome.ChangedData(found) : new Outcome.Data(found);
        } catch (UnreadableObjectException e) {
            failuresInARow.set(0);
            return opened.changed
                    ? new Outcome.Unknown(object.uri() + ": it changed while it was crawled")
                    : new Outcome.NoData(object.uri() + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            return new Outcome.Gone();
        } catch (AccessDeniedException e) {
            return new Outcome.Unknown(String.valueOf(e.getMessage()));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (failuresInARow.incrementAndGet() >= MAX_FAILURES_IN_A_ROW) {
                throw e;
            }
            return new Outcome.Unknown(String.valueOf(e.getMessage()));
        } finally {
            reader.objectOpened();
        }
    }

    /** Reads one object for one thread, and sees whether it is still the one that was listed. */
    private final class OpenedObject implements ObjectBytes {
        private final StoredObject object;
        private boolean changed;

        OpenedObject(StoredObject object) {
            this.object = object;
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            ObjectPart part = reader.read(object, offset, length);
            changed |= !object.etag().isEmpty()
                    && !part.etag().isEmpty()
                    && !part.etag().equals(object.etag());
            return part.bytes();
        }
    }
}
