package io.millrace.etl.lane.vector;

/** Numbers of up to 32 bits, or days. */
public final class IntVector extends Vector {
    private final int[] values;

    /** For so many rows. */
    public IntVector(int capacity) {
        super(capacity);
        values = new int[capacity];
    }

    /** A value for each row. */
    public int[] values() {
        return values;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        values[row] = ((IntVector) from).values[fromRow];
    }
}
