package io.millrace.server.wire;

/** Is told of every call that had a valid signature, once it has ended. Must be quick and must not throw. */
@FunctionalInterface
public interface CallObserver {
    /** The call has ended; its answer is about to be sent. */
    void ended(CallOutcome outcome);
}
