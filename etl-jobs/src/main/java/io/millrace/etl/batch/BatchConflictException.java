package io.millrace.etl.batch;

/** Somebody else changed the bookmark, or the table, since it was read. Nothing was changed by the call. */
public final class BatchConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public BatchConflictException(String message) {
        super(message);
    }

    /** With a sentence for the user, and the cause. */
    public BatchConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
