package io.millrace.catalog.job;

import java.util.EnumSet;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Which states of a job run are what. Source: Glue User Guide, "AWS Glue job run statuses". */
public final class JobRunStates {
    private static final Set<JobRunState> FINAL = EnumSet.of(
            JobRunState.STOPPED,
            JobRunState.SUCCEEDED,
            JobRunState.FAILED,
            JobRunState.TIMEOUT,
            JobRunState.ERROR,
            JobRunState.EXPIRED);
    private static final Set<JobRunState> STOPPABLE =
            EnumSet.of(JobRunState.STARTING, JobRunState.RUNNING, JobRunState.WAITING);

    private JobRunStates() {}

    /** Whether a run in this state has ended and never changes again. */
    public static boolean isFinal(JobRunState state) {
        return FINAL.contains(state);
    }

    /** Whether a run in this state can be asked to stop. */
    public static boolean isStoppable(JobRunState state) {
        return STOPPABLE.contains(state);
    }
}
