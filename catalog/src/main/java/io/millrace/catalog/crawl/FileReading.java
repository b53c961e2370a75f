package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.ObjectBytes;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads single files. One that is gone when it is read was never there; one that cannot be reached is skipped and named, unless
 * the store fails so often in a row that it is down. Thread-safe.
 */
final class FileReading {
    /** So many failed reads in a row, refusals aside, end the crawl: better no answer than one from half of the objects. */
    static final int MAX_FAILURES_IN_A_ROW = 25;

    private final CrawlTally reader;
    private final ObjectClassifier classifier;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    FileReading(CrawlTally reader, ObjectClassifier classifier) {
        this.reader = reader;
        this.classifier = classifier;
    }

    /** What reading a file showed. */
    sealed interface Outcome {
        /** Its schema, and what else is to be told of it. */
        record Data(FolderSchema schema, Optional<String> remark) implements Outcome {}

        /** Its schema, though it is no longer the object that was listed. */
        record ChangedData(FolderSchema schema) implements Outcome {}

        /** It is no data. */
        record NoData(String reason) implements Outcome {}

        /** It is not there any more. */
        record Gone() implements Outcome {}

        /** It could not be read now; what it holds is not known. */
        record Unknown(String reason) implements Outcome {}
    }

    Outcome read(StoredObject object) throws IOException, CrawlCancelledException {
        reader.requireNotCancelled();
        OpenedObject opened = new OpenedObject(object);
        try {
            FileSchema schema = classifier.classify(object.key(), opened);
            failuresInARow.set(0);
            FolderSchema found = FolderSchema.of(schema, object.size());
            return opened.changed
                    ? new Outcome.ChangedData(found)
                    : new Outcome.Data(found, opened.remark.map(remark -> object.uri() + ": " + remark));
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
        private Optional<String> remark = Optional.empty();

        OpenedObject(StoredObject object) {
            this.object = object;
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public void remark(String sentence) {
            remark = Optional.of(sentence);
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
