package io.millrace.etl.job;

import java.util.Optional;

/**
 * The part of a {@code SELECT} that the user wrote in SQL.
 *
 * @param select the list of output columns; empty for what {@code --mappings} says
 * @param where the condition that a row must meet; empty for all rows
 */
record RowSelection(Optional<String> select, Optional<String> where) {
    /** All columns of all rows. */
    static final RowSelection ALL = new RowSelection(Optional.empty(), Optional.empty());
}
