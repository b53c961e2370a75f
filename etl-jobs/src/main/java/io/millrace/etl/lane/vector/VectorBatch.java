package io.millrace.etl.lane.vector;

import io.millrace.etl.lane.LaneColumn;
import java.util.List;

/** Some rows, column by column. */
public final class VectorBatch {
    /** Rows of a batch that fit well into a processor's caches. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final List<Vector> vectors;
    private final int capacity;
    private int rows;

    /** An empty batch for the columns. */
    public static VectorBatch of(List<LaneColumn> columns, int capacity) {
        return new VectorBatch(
                columns.stream()
                        .map(column -> Vector.of(column.type(), capacity))
                        .toList(),
                capacity);
    }

    /** A batch of vectors that have this capacity at least. */
    public VectorBatch(List<Vector> vectors, int capacity) {
        this.vectors = List.copyOf(vectors);
        this.capacity = capacity;
    }

    /** The columns' values in the columns' order. */
    public List<Vector> vectors() {
        return vectors;
    }

    /** One column's values. */
    public Vector vector(int column) {
        return vectors.get(column);
    }

    /** The most rows. */
    public int capacity() {
        return capacity;
    }

    /** The rows that there are. */
    public int rows() {
        return rows;
    }

    /** Says how many rows there are. */
    public void setRows(int rows) {
        this.rows = rows;
    }

    /** Makes it empty. */
    public void clear() {
        rows = 0;
        for (Vector vector : vectors) {
            vector.clear();
        }
    }
}
