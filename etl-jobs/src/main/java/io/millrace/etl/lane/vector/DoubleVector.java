package io.millrace.etl.lane.vector;

/** Numbers of double precision. */
public final class DoubleVector extends Vector {
    private final double[] values;

    /** For so many rows. */
    public DoubleVector(int capacity) {
        super(capacity);
        values = new double[capacity];
    }

    /** A value for each row. */
    public double[] values() {
        return values;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        values[row] = ((DoubleVector) from).values[fromRow];
    }
}
