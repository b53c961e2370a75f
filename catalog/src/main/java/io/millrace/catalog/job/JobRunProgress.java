package io.millrace.catalog.job;

/** What a {@link JobRunLauncher} reports about one run. */
public interface JobRunProgress {
    /**
     * The run's process is there.
     *
     * @return false if the run has been asked to stop meanwhile: end the process and report {@link #ended}
     */
    boolean started();

    /** The run is over, its process and everything that the process started are gone. Called exactly once. */
    void ended(JobRunOutcome outcome);
}
