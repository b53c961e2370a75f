package io.millrace.catalog.store;

import java.util.List;

/**
 * A partition index of a table.
 *
 * @param name unique in the table
 * @param positions its keys, each by its position among the table's partition keys
 */
public record PartitionIndex(String name, List<Integer> positions) {
    /** Copies the list. */
    public PartitionIndex {
        positions = List.copyOf(positions);
    }
}
