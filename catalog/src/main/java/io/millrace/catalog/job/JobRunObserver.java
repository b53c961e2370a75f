package io.millrace.catalog.job;

import software.amazon.awssdk.services.glue.model.JobRunState;

/** Hears of the end of job runs. */
@FunctionalInterface
public interface JobRunObserver {
    /**
     * A run, including its last retry, has ended. What this call must not forget is durable when it returns. It is made once,
     * and once more after a restart if the server died in between. An attempt that is followed by a retry is not reported.
     */
    void jobRunEnded(String jobName, String runId, JobRunState state);
}
