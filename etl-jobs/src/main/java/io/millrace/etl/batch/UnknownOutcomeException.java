package io.millrace.etl.batch;

/** The catalog did not answer, so a change may or may not have been made. Read the state again, and delete nothing before that. */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user, and the cause. */
    public UnknownOutcomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
