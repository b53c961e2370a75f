package io.millrace.etl.lane.vector;

import io.millrace.etl.lane.LaneColumn;
import java.util.List;

/** Some rows, column by column. */
public final class VectorBatch {
    /** Rows of a batch that fit well into a processor's caches. */
    public static final int DEFAULT_CAPACITY = 4096;

    /** Bytes of texts behind which a batch takes no further row. Cells may be of any length, and a batch has to fit into memory. */
    public static final long FULL_BYTES = 8L << 20;

    private static final int MOST_VALUES = DEFAULT_CAPACITY * 256;
    private static final int LEAST_CAPACITY = 64;

    private final List<Vector> vectors;
    private final int capacity;
    private int rows;

    /** How many rows of so many columns a batch should have room for: {@link #DEFAULT_CAPACITY}, unless there are very many columns. */
    public static int capacityFor(int columns) {
        return Math.max(LEAST_CAPACITY, Math.min(DEFAULT_CAPACITY, MOST_VALUES / Math.max(1, columns)));
    }

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

    /** How long the row's texts are together. */
    public long textBytes(int row) {
        long bytes = 0;
        for (Vector vector : vectors) {
            bytes += vector instanceof BytesVector texts && !texts.isNull(row) ? texts.lengths()[row] : 0;
        }
        return bytes;
    }

    /** Makes it empty. */
    public void clear() {
        rows = 0;
        for (Vector vector : vectors) {
            vector.clear();
        }
    }
}
