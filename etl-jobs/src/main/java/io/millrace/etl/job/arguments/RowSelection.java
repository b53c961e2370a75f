package io.millrace.etl.job.arguments;

import java.util.Optional;

/**
 * The part of a {@code SELECT} that the user wrote in SQL.
 *
 * @param select the list of output columns; empty for what {@code --mappings} says
 * @param where the condition that a row must meet; empty for all rows
 */
public record RowSelection(Optional<String> select, Optional<String> where) {
    /** All columns of all rows. */
    public static final RowSelection ALL = new RowSelection(Optional.empty(), Optional.empty());
}
