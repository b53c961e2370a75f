package io.millrace.etl.job;

import io.millrace.etl.lane.BadRowException;

/** What Spark says of failed tasks, as what the user should know. */
final class TaskFailures {
    private TaskFailures() {}

    /** The failure without Spark's words around it, where it is one of a bad row or of the job; otherwise as it is. */
    static RuntimeException explained(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof BadRowException row) {
            return new JobFailureException(String.valueOf(row.getMessage()), failure);
        }
        if (cause instanceof JobFailureException told) {
            return told;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(failure.getMessage(), failure);
    }

    private static Throwable cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadRowException || cause instanceof JobFailureException) {
                return cause;
            }
        }
        return failure;
    }
}
