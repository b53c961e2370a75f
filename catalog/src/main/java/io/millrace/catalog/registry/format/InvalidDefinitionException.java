package io.millrace.catalog.registry.format;

/** A text is no valid definition of its format, or too large to be handled. The message is for the caller. */
public final class InvalidDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGE_MAX_LENGTH = 1_000;

    InvalidDefinitionException(String message, Throwable cause) {
        super(shortened(message), cause);
    }

    InvalidDefinitionException(String message) {
        super(shortened(message));
    }

    // Libraries quote the definition in their messages, and it may be as large as a request.
    private static String shortened(String message) {
        return message.length() <= MESSAGE_MAX_LENGTH ? message : message.substring(0, MESSAGE_MAX_LENGTH) + "…";
    }
}
