package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.ObjectBytes;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.layout.Folder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Reads some files of each folder, many at once, and says what each folder holds. The kind of file that most files of a folder
 * are of is the folder's (the first by name where that is even); files of another kind and unreadable ones are skipped and named.
 * A file that is gone when it is read was never there.
 */
final class FolderSampler {
    private final ObjectReader reader;
    private final ObjectClassifier classifier;
    private final ExecutorService threads;
    private final BooleanSupplier cancelled;
    private final List<String> skipped = new ArrayList<>();

    FolderSampler(
            ObjectReader reader, ObjectClassifier classifier, ExecutorService threads, BooleanSupplier cancelled) {
        this.reader = reader;
        this.classifier = classifier;
        this.threads = threads;
        this.cancelled = cancelled;
    }

    /** One sentence for each file that was skipped. */
    List<String> skipped() {
        return skipped;
    }

    private sealed interface Outcome {
        record Data(FolderSchema schema) implements Outcome {}

        record NoData(String reason) implements Outcome {}

        record Gone() implements Outcome {}
    }

    /** The folders that have a readable file. */
    List<Folder<FolderSchema>> sample(Map<List<String>, List<StoredObject>> folders, int filesPerFolder)
            throws IOException, CrawlCancelledException, InterruptedException {
        Map<StoredObject, Future<Outcome>> reads = new LinkedHashMap<>();
        folders.values()
                .forEach(objects -> choose(objects, filesPerFolder)
                        .forEach(object -> reads.put(object, threads.submit(read(object)))));
        try {
            List<Folder<FolderSchema>> sampled = new ArrayList<>();
            for (Map.Entry<List<String>, List<StoredObject>> folder : folders.entrySet()) {
                combine(folder.getValue(), filesPerFolder, reads)
                        .ifPresent(schema -> sampled.add(new Folder<>(folder.getKey(), schema)));
            }
            return sampled;
        } finally {
            reads.values().forEach(read -> read.cancel(false));
        }
    }

    /** Evenly spread over the folder, the first and the last included. */
    static List<StoredObject> choose(List<StoredObject> objects, int count) {
        if (objects.size() <= count) {
            return objects;
        }
        List<StoredObject> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(objects.get((int) ((long) i * (objects.size() - 1) / Math.max(1, count - 1))));
        }
        return chosen;
    }

    private Callable<Outcome> read(StoredObject object) {
        return () -> {
            if (cancelled.getAsBoolean()) {
                throw new CrawlCancelledException();
            }
            try {
                FileSchema schema = classifier.classify(object.key(), bytes(object));
                return new Outcome.Data(FolderSchema.of(schema, object.size()));
            } catch (UnreadableObjectException e) {
                return new Outcome.NoData(String.valueOf(e.getMessage()));
            } catch (NoSuchFileException e) {
                return new Outcome.Gone();
            }
        };
    }

    private ObjectBytes bytes(StoredObject object) {
        return new ObjectBytes() {
            @Override
            public long size() {
                return object.size();
            }

            @Override
            public byte[] read(long offset, int length) throws IOException {
                return reader.read(object, offset, length);
            }
        };
    }

    private Optional<FolderSchema> combine(
            List<StoredObject> objects, int filesPerFolder, Map<StoredObject, Future<Outcome>> reads)
            throws IOException, CrawlCancelledException, InterruptedException {
        List<Kind> kinds = new ArrayList<>();
        long unusedObjects = 0;
        long unusedBytes = 0;
        for (StoredObject object : choose(objects, filesPerFolder)) {
            Outcome outcome = await(Objects.requireNonNull(reads.get(object)));
            if (outcome instanceof Outcome.Data readable) {
                add(kinds, object, readable.schema());
                continue;
            }
            if (outcome instanceof Outcome.NoData unreadable) {
                skipped.add(object.uri() + ": " + unreadable.reason());
            }
            unusedObjects++;
            unusedBytes += object.size();
        }
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        Kind largest = kinds.get(0);
        for (Kind kind : kinds) {
            largest = kind.objects.size() > largest.objects.size() ? kind : largest;
        }
        for (Kind kind : kinds) {
            if (kind != largest) {
                kind.objects.forEach(object -> skipped.add(
                        object.uri() + ": its format or columns differ from the other files of its folder"));
                unusedObjects += kind.objects.size();
                unusedBytes += kind.schema.bytes();
            }
        }
        long bytes = objects.stream().mapToLong(StoredObject::size).sum();
        return Optional.of(largest.schema.extrapolate(objects.size() - unusedObjects, bytes - unusedBytes));
    }

    private static final class Kind {
        private final FolderSchema first;
        private final List<StoredObject> objects = new ArrayList<>();
        private FolderSchema schema;

        Kind(StoredObject object, FolderSchema schema) {
            this.first = schema;
            this.schema = schema;
            objects.add(object);
        }
    }

    private static void add(List<Kind> kinds, StoredObject object, FolderSchema schema) {
        for (Kind kind : kinds) {
            if (kind.first.compatibleWith(schema) && kind.first.similarTo(schema)) {
                kind.objects.add(object);
                kind.schema = kind.schema.merge(schema);
                return;
            }
        }
        kinds.add(new Kind(object, schema));
    }

    private static <T> T await(Future<T> future) throws IOException, CrawlCancelledException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof CrawlCancelledException cancelled) {
                throw cancelled;
            }
            throw new IllegalStateException("Reading a sample failed", e.getCause());
        }
    }
}
