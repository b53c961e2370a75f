package io.millrace.etl.lane.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that a run reads.
 *
 * @param uri as the catalog writes it
 * @param keys the values of the source table's partition keys for all of its rows; null where the folder says null
 * @param size in bytes, as it is stored
 * @param shape whether it may be read in parts
 */
public record InputFile(String uri, List<@Nullable String> keys, long size, Shape shape) {
    /** Copies the list, which may hold nulls. */
    public InputFile {
        keys = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(keys));
    }

    /** How an object can be read. */
    public enum Shape {
        /** Rows begin behind line ends, wherever one starts to read. */
        CUT_AT_LINES,
        /** From its beginning alone. */
        WHOLE,
        /** Compressed: from its beginning alone, and it is more than its size says. */
        COMPRESSED
    }
}
