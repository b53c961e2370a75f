package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.FolderDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of files in one folder. The kind that most files are of is the folder's (the first by name where that is even); files
 * of another kind, and those that cannot be read, are skipped and named. Not thread-safe.
 */
final class FolderKinds {
    private final List<Kind> kinds = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private long skippedObjects;
    private long unusedObjects;
    private long unusedBytes;

    private static final class Kind {
        private final FolderSchema first;
        private final List<StoredObject> objects = new ArrayList<>();
        private FolderSchema schema;

        Kind(StoredObject object, FolderSchema schema) {
            this.first = schema;
            this.schema = schema;
            objects.add(object);
        }

        private boolean takes(FolderSchema other) {
            return schema.compatibleWith(other) && first.similarTo(other);
        }
    }

    void add(StoredObject object, FolderSchema schema) {
        for (Kind kind : kinds) {
            if (kind.takes(schema)) {
                kind.objects.add(object);
                kind.schema = kind.schema.merge(schema);
                return;
            }
        }
        kinds.add(new Kind(object, schema));
    }

    /** An object that is not data: gone, or unreadable. */
    void leaveOut(StoredObject object) {
        unusedObjects++;
        unusedBytes += object.size();
    }

    void note(String sentence) {
        skippedObjects++;
        if (skipped.size() < ScannedFolder.MAX_SKIPPED) {
            skipped.add(sentence);
        }
    }

    /** Sentences on what was skipped; the last counts those that are not told. */
    List<String> skipped(String location) {
        List<String> sentences = new ArrayList<>(skipped);
        if (skippedObjects > skipped.size()) {
            sentences.add(
                    "%s: %d more of its objects were skipped".formatted(location, skippedObjects - skipped.size()));
        }
        return sentences;
    }

    /** Whether all files are of the kind of {@code base}. */
    boolean areAllLike(FolderSchema base) {
        return kinds.stream().allMatch(kind -> base.compatibleWith(kind.schema) && base.similarTo(kind.first));
    }

    /** The folder's schema, with counts for all its objects, of which only some were read. Notes the files of other kinds. */
    Optional<FolderSchema> largest(FolderDigest all) {
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        Kind largest = kinds.get(0);
        for (Kind kind : kinds) {
            largest = kind.objects.size() > largest.objects.size() ? kind : largest;
        }
        for (Kind kind : kinds) {
            if (kind != largest) {
                for (StoredObject object : kind.objects) {
                    note(object.uri() + ": its format or columns differ from the other files of its folder");
                    leaveOut(object);
                }
            }
        }
        return Optional.of(largest.schema.extrapolate(all.objects() - unusedObjects, all.bytes() - unusedBytes));
    }
}
