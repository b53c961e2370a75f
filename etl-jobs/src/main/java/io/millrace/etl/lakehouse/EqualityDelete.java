package io.millrace.etl.lakehouse;

import java.util.List;

/**
 * A Parquet file of rows: each deletes all rows of certain data files with the same values, where null equals null.
 *
 * @param columns that are compared; some may be no columns of the table any more
 */
public record EqualityDelete(String bucket, String key, long bytes, List<ComparedColumn> columns) {
    /** Copies the list. */
    public EqualityDelete {
        columns = List.copyOf(columns);
    }

    /**
     * A column to compare.
     *
     * @param type in the catalog's spelling
     */
    public record ComparedColumn(LakeColumn column, String type) {}
}
