package io.millrace.ci.livetest;

/** A live test could not be carried out: a query failed or took too long. A difference that it finds is a result, not this. */
public final class LiveTestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with what was asked and why it failed. */
    public LiveTestException(String message) {
        super(message);
    }

    /** An error with the failure that led to it. */
    public LiveTestException(String message, Throwable cause) {
        super(message, cause);
    }
}
