package io.millrace.etl.lakehouse;

import java.io.Serializable;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** Numbers of rows in a file, from 0, ordered; 8 bytes each. Immutable. */
public final class RowNumbers implements Serializable {
    /** No row. */
    public static final RowNumbers NONE = new RowNumbers(new long[0]);

    private static final long serialVersionUID = 1L;

    private final long[] ordered;

    private RowNumbers(long[] ordered) {
        this.ordered = ordered;
    }

    /** The numbers, in any order, each as often as it likes. */
    public static RowNumbers of(LongStream rows) {
        return new RowNumbers(rows.sorted().distinct().toArray());
    }

    /** Whether the row is among them. */
    public boolean contains(long row) {
        return Arrays.binarySearch(ordered, row) >= 0;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return ordered.length == 0;
    }

    /** How many. */
    public int size() {
        return ordered.length;
    }

    /** Each, in order. */
    public PrimitiveIterator.OfLong iterator() {
        return LongStream.of(ordered).iterator();
    }
}
