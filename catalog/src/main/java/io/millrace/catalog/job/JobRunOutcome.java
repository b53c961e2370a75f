package io.millrace.catalog.job;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * How a run ended.
 *
 * @param state a {@link JobRunStates#isFinal final} state
 * @param errorMessage what the user sees as {@code JobRun.ErrorMessage}, without secrets; null if nothing went wrong
 */
public record JobRunOutcome(JobRunState state, @Nullable String errorMessage) {
    /** Checks that the state is a final one. */
    public JobRunOutcome {
        if (!JobRunStates.isFinal(state)) {
            throw new IllegalArgumentException("A run cannot end in state " + state);
        }
    }

    /** The run did its work. */
    public static JobRunOutcome succeeded() {
        return new JobRunOutcome(JobRunState.SUCCEEDED, null);
    }

    /** The run failed, for the reason in {@code errorMessage}. */
    public static JobRunOutcome failed(String errorMessage) {
        return new JobRunOutcome(JobRunState.FAILED, errorMessage);
    }

    /** The run was stopped on request. */
    public static JobRunOutcome stopped() {
        return new JobRunOutcome(JobRunState.STOPPED, null);
    }

    /** The run took longer than it may. */
    public static JobRunOutcome timedOut(String errorMessage) {
        return new JobRunOutcome(JobRunState.TIMEOUT, errorMessage);
    }
}
