package io.millrace.cloudformation.stack;

/** The engine is being closed; the operation stays where it is until the next engine recovers it. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("The stack engine is being closed");
    }
}
