package io.millrace.etl.lakehouse;

/** A table's metadata could not be followed. The message is for users. */
public final class LakeTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The table uses something that is not read; the message says what to do. */
        NOT_SUPPORTED,
        /** Metadata are missing, damaged or out of reach. */
        UNREADABLE
    }

    /** A refusal. */
    public LakeTableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A failure with its cause. */
    public LakeTableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Whose matter it is. */
    public Reason reason() {
        return reason;
    }
}
