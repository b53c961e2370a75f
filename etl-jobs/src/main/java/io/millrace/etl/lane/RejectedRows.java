package io.millrace.etl.lane;

/** What happens to rows that do not fit. */
@FunctionalInterface
public interface RejectedRows {
    /** Ends the reading at the first such row. */
    RejectedRows FAIL = row -> {
        throw new BadRowException(row);
    };

    /** Takes the row, which is then in no batch. @throws BadRowException if the reading must end */
    void reject(RejectedRow row);
}
