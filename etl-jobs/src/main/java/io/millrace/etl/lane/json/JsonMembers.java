package io.millrace.etl.lane.json;

import java.util.List;
import java.util.function.Consumer;

/**
 * The members of the objects that are read.
 *
 * @param keys of the columns' members, in the columns' order, as they are written in the file
 * @param others hears each key that is not among them, each time
 */
public record JsonMembers(List<String> keys, Consumer<String> others) {
    /** Copies the list. */
    public JsonMembers {
        keys = List.copyOf(keys);
    }
}
