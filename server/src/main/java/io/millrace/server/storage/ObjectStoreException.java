package io.millrace.server.storage;

/** The object store cannot be used. The message tells the operator what to change and contains no secret. */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error that has no cause beyond its message. */
    public ObjectStoreException(String message) {
        super(message);
    }

    /** An error with the failure that led to it. */
    public ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
