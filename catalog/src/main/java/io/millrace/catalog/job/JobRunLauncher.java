package io.millrace.catalog.job;

/**
 * Runs jobs, each in a process of its own. Both calls return at once and do not throw for what goes wrong with a run: that is
 * reported through its {@link JobRunProgress}. Thread-safe.
 */
public interface JobRunLauncher {
    /** Begins to start the run. {@code progress} hears of it later, from other threads, until its end. */
    void launch(JobRunLaunch launch, JobRunProgress progress);

    /** Ends the run's process, politely first. Does nothing if the run is unknown or has ended. */
    void stop(String jobName, String runId);
}
