package io.millrace.server.wire;

/** One change of a transaction failed, and with it the whole. */
final class ChangeFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String operation;
    private final RuntimeException failure;

    ChangeFailedException(int index, String operation, RuntimeException failure) {
        super(failure);
        this.index = index;
        this.operation = operation;
        this.failure = failure;
    }

    /** The change's place in the list, from 0. */
    int index() {
        return index;
    }

    RuntimeException failure() {
        return failure;
    }

    /** What the caller is told: the operation's own error, and which change it was. */
    WireError explain(WireError error) {
        String change = operation.isEmpty() ? "Change " + index : "Change " + index + " (" + operation + ")";
        return new WireError(error.name(), error.status(), change + ": " + error.message());
    }
}
