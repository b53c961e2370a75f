package io.millrace.catalog.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.JobRun;

/** Job runs by their id. A run is active until its state is one of {@link JobRunStates#isFinal the final ones}. */
public interface JobRunRows {
    /** The run of that job, or empty. */
    Optional<JobRun> find(String jobName, String runId);

    /** Up to {@code limit} runs of the job, the newest first, that come after the run {@code afterId} started {@code afterStart}. */
    List<JobRun> list(String jobName, Instant afterStart, String afterId, int limit);

    /** How many runs of the job are active. */
    int countActive(String jobName);

    /** All active runs of all jobs, the oldest first. */
    List<JobRun> listActive();

    /** Runs that ended with {@link Announcement#DUE} and were not {@link #markAnnounced announced} since, the oldest first. */
    List<JobRun> listUnannounced();

    /** Adds a run; its id must be new. */
    void insert(JobRun run);

    /** Replaces the run of that id. */
    void update(JobRun run, Announcement announcement);

    /** Notes that everybody knows of the run's end. */
    void markAnnounced(String runId);

    /** Whether a run's new state still has to be told to the {@link JobRunObserver}. */
    enum Announcement {
        NONE,
        DUE
    }
}
