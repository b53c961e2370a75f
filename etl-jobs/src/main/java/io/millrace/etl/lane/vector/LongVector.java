package io.millrace.etl.lane.vector;

/** Numbers of 64 bits, microseconds, or unscaled decimals. */
public final class LongVector extends Vector {
    private final long[] values;

    /** For so many rows. */
    public LongVector(int capacity) {
        super(capacity);
        values = new long[capacity];
    }

    /** A value for each row. */
    public long[] values() {
        return values;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        values[row] = ((LongVector) from).values[fromRow];
    }
}
