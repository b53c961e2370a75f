package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;

/** Some rows of a batch, in ascending order. */
public final class Selection {
    private final int[] rows;
    private int count;

    /** Of no row, with room for so many. */
    public Selection(int capacity) {
        rows = new int[capacity];
    }

    /** Takes the first rows of the batch. */
    public void setFirst(int rowCount) {
        for (int i = 0; i < rowCount; i++) {
            rows[i] = i;
        }
        count = rowCount;
    }

    /** Takes a row behind those that there are. */
    public void add(int row) {
        rows[count++] = row;
    }

    /** Takes none. */
    public void clear() {
        count = 0;
    }

    /** The rows, of which the first {@link #count} count. */
    public int[] rows() {
        return rows;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Those rows of another selection whose value is not null; the others become null in the result. */
    Selection present(Selection from, Vector value, Vector result) {
        if (!value.hasNulls()) {
            return from;
        }
        boolean[] nulls = value.nulls();
        count = 0;
        for (int i = 0; i < from.count; i++) {
            int row = from.rows[i];
            if (nulls[row]) {
                result.setNull(row);
            } else {
                rows[count++] = row;
            }
        }
        return this;
    }
}
