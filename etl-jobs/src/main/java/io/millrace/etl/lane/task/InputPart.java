package io.millrace.etl.lane.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an object: the rows whose first byte lies in it.
 *
 * @param uri of the object, as the catalog writes it
 * @param keys the values of the source table's partition keys
 * @param start its first byte's offset
 * @param end behind its last byte
 * @param size of the object
 */
public record InputPart(String uri, List<@Nullable String> keys, long start, long end, long size)
        implements Serializable {
    /** Copies the list, which may hold nulls. */
    public InputPart {
        keys = Collections.unmodifiableList(new ArrayList<>(keys));
    }

    /** Its bytes. */
    public long bytes() {
        return end - start;
    }

    /** Whether it is the object as a whole. */
    public boolean isWhole() {
        return start == 0 && end == size;
    }
}
