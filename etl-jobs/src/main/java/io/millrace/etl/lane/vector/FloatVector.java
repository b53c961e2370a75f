package io.millrace.etl.lane.vector;

/** Numbers of single precision. */
public final class FloatVector extends Vector {
    private final float[] values;

    /** For so many rows. */
    public FloatVector(int capacity) {
        super(capacity);
        values = new float[capacity];
    }

    /** A value for each row. */
    public float[] values() {
        return values;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        values[row] = ((FloatVector) from).values[fromRow];
    }
}
