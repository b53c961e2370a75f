package io.millrace.etl.lane.expression.evaluate;

/** Is told of rows for which an expression has no value. A row may be reported several times. */
@FunctionalInterface
public interface RowErrors {
    /** What has no value is null, and that is all. */
    RowErrors IGNORE = (row, reason) -> {};

    /**
     * Takes an error.
     *
     * @param row its place in the batch
     * @param reason names the operation and the values, without a full stop
     */
    void report(int row, String reason);
}
