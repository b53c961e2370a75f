package io.millrace.etl.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a result while it is computed: once the columns, then row after row. */
public interface ResultRows {
    /** The result's columns. */
    void columns(List<ResultColumn> columns);

    /** The next row's values as Athena writes them; null for SQL's null. */
    void row(List<@Nullable String> values);
}
