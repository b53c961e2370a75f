package io.millrace.etl.job.catalog;

/** Tells whether the run that began a batch is still at work. */
public interface RunStates {
    /** Whether this other run is at work, as far as anybody knows. A run that is unknown is not. */
    boolean isAtWork(String job, String runId);
}
