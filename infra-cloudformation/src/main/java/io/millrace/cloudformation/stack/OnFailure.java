package io.millrace.cloudformation.stack;

/** What becomes of a stack when an operation on it fails. */
public enum OnFailure {
    /** Everything is as before; after a failed creation the empty stack stays. */
    ROLLBACK,
    /** After a failed creation the stack is deleted; otherwise as {@link #ROLLBACK}. */
    DELETE,
    /** What was done stays. */
    DO_NOTHING
}
