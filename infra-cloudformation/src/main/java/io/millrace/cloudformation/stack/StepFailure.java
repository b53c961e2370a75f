package io.millrace.cloudformation.stack;

/** A step on one resource failed; the message is the reason in its event. */
final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailure(String reason) {
        super(reason);
    }
}
