package io.millrace.etl.lane.csv;

/** What becomes of cells that are no value of their column's type, and of rows with too few or too many fields. */
public enum BadCells {
    /** The row is rejected. */
    REJECT,
    /** The cell is null; fields that are missing are null, and fields too many are left out. */
    NULL
}
