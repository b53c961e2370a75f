package io.millrace.catalog.store;

import java.util.List;

/**
 * One of several parts of a table that clients list in parallel (Glue API, Segment). Each partition is in the same one of them
 * for ever, by a hash of its values, so segments are disjoint and complete whatever is added meanwhile.
 *
 * @param number from 0
 * @param total how many there are
 */
public record PartitionSegment(int number, int total) {
    /** The one that is the whole table. */
    public static final PartitionSegment WHOLE = new PartitionSegment(0, 1);

    /** Checks the numbers. */
    public PartitionSegment {
        if (number < 0 || number >= total) {
            throw new IllegalArgumentException("There is no segment " + number + " of " + total);
        }
    }

    /** Whether the partition with these values is in the segment. */
    public boolean contains(List<String> values) {
        if (total == 1) {
            return true;
        }
        // The hash of a list of strings is fixed by Java's documentation, so every process cuts the same segments. It
        // is
        // mixed (as MurmurHash3 ends), since values that count up give hashes that do.
        int hash = values.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(hash ^ (hash >>> 16), total) == number;
    }
}
