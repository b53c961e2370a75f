package io.millrace.server.job;

/** A run that cannot be started as its job is defined. The message is what the user sees. */
final class JobRunRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    JobRunRefusedException(String message) {
        super(message);
    }
}
