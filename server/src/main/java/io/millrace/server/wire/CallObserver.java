package io.millrace.server.wire;

/** Is told of every call once it has ended. Must be quick and must not throw. */
@FunctionalInterface
public interface CallObserver {
    /** A call with a valid signature has ended; its answer is about to be sent. */
    void ended(CallOutcome outcome);

    /** A call without a valid signature is about to be refused. */
    default void refused(RefusedCall call) {}
}
