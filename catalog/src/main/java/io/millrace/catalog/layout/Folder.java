package io.millrace.catalog.layout;

import java.util.List;
import java.util.Optional;

/**
 * A folder that has objects directly in it.
 *
 * @param path its folders below the include path, empty for the include path itself
 * @param schema what its objects have in common
 */
public record Folder<S extends Folder.Schema<S>>(List<String> path, S schema) {
    /** Copies the list. */
    public Folder {
        path = List.copyOf(path);
    }

    /** What is compared and merged when folders become a table. */
    public interface Schema<S> {
        /** Whether both may be read as one table at all: same format, compression and dialect. */
        boolean compatibleWith(S other);

        /** What a third must be compatible with to be one table with both: that it is so with each of them does not say it. */
        S together(S other);

        /** Whether the columns are alike as well. */
        boolean similarTo(S other);

        /** Whether compatible ones can be one table though their columns are not alike. */
        default boolean combinableWith(S other) {
            return true;
        }
    }

    /** The folder as partition segments below a table root of {@code rootDepth} folders. */
    List<PartitionNames.Segment> below(int rootDepth) {
        return PartitionNames.parse(path.subList(rootDepth, path.size()));
    }

    /** The partition keys of {@link #below}. */
    List<String> keysBelow(int rootDepth) {
        return PartitionNames.keys(path.subList(rootDepth, path.size()));
    }

    /** The child of the folder of {@code depth} that this one is in; empty if it is that folder itself. */
    Optional<String> childAt(int depth) {
        return path.size() > depth ? Optional.of(path.get(depth)) : Optional.empty();
    }
}
