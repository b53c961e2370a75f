package io.millrace.etl.lane.expression.sql;

/** Valid SQL that the expression tree does not have; another lane may. The message names the construct. */
public final class UnsupportedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String construct;

    /** For a construct as the user wrote it. */
    public UnsupportedSqlException(String construct) {
        super("'%s' is not among the expressions that a job computes itself".formatted(construct));
        this.construct = construct;
    }

    /** What it is, for example {@code approx_distinct(x)}. */
    public String construct() {
        return construct;
    }
}
