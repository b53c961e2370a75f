package io.millrace.server.source;

/** A repository, branch or commit is not there, or cannot be read. The message is for the user. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is missing, and a way out. */
    public SourceException(String message) {
        super(message);
    }
}
