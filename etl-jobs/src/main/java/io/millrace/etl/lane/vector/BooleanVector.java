package io.millrace.etl.lane.vector;

/** Truth values. */
public final class BooleanVector extends Vector {
    private final boolean[] values;

    /** For so many rows. */
    public BooleanVector(int capacity) {
        super(capacity);
        values = new boolean[capacity];
    }

    /** A value for each row. */
    public boolean[] values() {
        return values;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        values[row] = ((BooleanVector) from).values[fromRow];
    }
}
