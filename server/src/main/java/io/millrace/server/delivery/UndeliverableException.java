package io.millrace.server.delivery;

/** A delivery that no later try can hand over: its target is gone or refuses it for good. */
public final class UndeliverableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why, for the server's log */
    public UndeliverableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message why, for the server's log */
    public UndeliverableException(String message) {
        super(message);
    }
}
