package io.millrace.etl.job.failure;

import org.jspecify.annotations.Nullable;

/** A job cannot do what it was asked to. The message is for the user: it becomes the run's {@code ErrorMessage} as it is. */
public final class JobFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what failed, on what, and why. */
    public JobFailureException(String message) {
        this(message, null);
    }

    /** With what failed, on what, and why, and where it came from. */
    public JobFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
