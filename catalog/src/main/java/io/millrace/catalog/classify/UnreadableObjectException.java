package io.millrace.catalog.classify;

/** An object that no classifier can make sense of, or that is damaged. The message says how, and is shown to the user. */
public final class UnreadableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public UnreadableObjectException(String message) {
        super(message);
    }

    /** With what is wrong and how the parser said it. */
    public UnreadableObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
