package io.millrace.catalog.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobRunRows.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * Takes job runs through their states: STARTING, RUNNING, perhaps STOPPING, then a final one. Each change is one transaction,
 * so a run's state is what the store says even if the server dies; {@link #recover} ends what a dead server left. Thread-safe.
 */
public final class JobRunLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunLifecycle.class);
    private static final String SERVER_STOPPED = "The server stopped while the job run was active.";

    private final JobStore store;
    private final JobRunLauncher launcher;
    private final JobRunObserver observer;
    private final InstantSource clock;
    private final JobRunFactory factory = new JobRunFactory();

    /** The runs in {@code store}, started with {@code launcher}, their ends told to {@code observer}. */
    public JobRunLifecycle(JobStore store, JobRunLauncher launcher, JobRunObserver observer, InstantSource clock) {
        this.store = store;
        this.launcher = launcher;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Ends the runs that a server which is gone left active, as FAILED (as STOPPED if they were being stopped), and tells
     * the observer of every end that it may have missed. Call it once at start, before the first run is started and after
     * left-over processes are gone.
     */
    public void recover() {
        for (JobRun run : store.read(transaction -> transaction.runs().listActive())) {
            LOG.warn("Job run {} of {} was {} when the server stopped", run.id(), run.jobName(), run.jobRunState());
            ended(run.jobName(), run.id(), JobRunOutcome.failed(SERVER_STOPPED));
        }
        store.read(transaction -> transaction.runs().listUnannounced()).forEach(this::announce);
    }

    JobRun start(JobRunStart start) {
        String id = factory.newId(start);
        Optional<JobRunLaunch> launch = store.write(transaction ->
                transaction.runs().find(start.request().jobName(), id).isPresent()
                        ? Optional.empty()
                        : Optional.of(insert(transaction, start, id)));
        launch.ifPresent(this::launch);
        String runId = launch.map(JobRunLaunch::runId).orElse(id);
        return store.read(transaction -> load(transaction, start.request().jobName(), runId));
    }

    private JobRunLaunch insert(JobTransaction transaction, JobRunStart start, String id) {
        String jobName = start.request().jobName();
        Job job = transaction
                .jobs()
                .find(jobName)
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND, "Failed to start job run due to missing metadata."));
        if (transaction.runs().countActive(jobName) >= JobDefinitions.maxConcurrentRuns(job)) {
            throw new CatalogException(
                    CatalogErrorCode.CONCURRENT_RUNS_EXCEEDED, "Concurrent runs exceeded for " + jobName);
        }
        JobRun run = newRun(transaction, job, start, id);
        transaction.runs().insert(run);
        return JobRunFactory.launch(job, run);
    }

    private JobRun newRun(JobTransaction transaction, Job job, JobRunStart start, String id) {
        String previousId = start.request().jobRunId();
        if (previousId == null) {
            return factory.first(job, start, id, clock.instant());
        }
        JobRun previous = load(transaction, job.name(), previousId);
        JobRun run = factory.retry(job, start, previous, clock.instant());
        if (!JobRunStates.isFinal(previous.jobRunState())
                || transaction.runs().find(job.name(), run.id()).isPresent()) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Job run %s cannot be retried: it is active or has been retried.".formatted(previousId));
        }
        return run;
    }

    private void launch(JobRunLaunch launch) {
        launcher.launch(launch, new JobRunProgress() {
            @Override
            public boolean started() {
                return JobRunLifecycle.this.started(launch.jobName(), launch.runId());
            }

            @Override
            public void ended(JobRunOutcome outcome) {
                JobRunLifecycle.this.ended(launch.jobName(), launch.runId(), outcome);
            }
        });
    }

    /** Asks the run to stop: its state becomes STOPPING. */
    void stop(String jobName, String runId) {
        store.write(transaction -> {
            JobRun run = load(transaction, jobName, runId);
            if (!JobRunStates.isStoppable(run.jobRunState())) {
                throw new CatalogException(
                        CatalogErrorCode.INVALID_INPUT, "Job Run cannot be stopped in current state.");
            }
            JobRun stopping = run.toBuilder()
                    .jobRunState(JobRunState.STOPPING)
                    .lastModifiedOn(clock.instant())
                    .build();
            transaction.runs().update(stopping, Announcement.NONE);
            return stopping;
        });
        launcher.stop(jobName, runId);
    }

    static JobRun load(JobTransaction transaction, String jobName, String runId) {
        return transaction
                .runs()
                .find(jobName, runId)
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND,
                        "Job run %s of job %s not found.".formatted(runId, jobName)));
    }

    private boolean started(String jobName, String runId) {
        return store.write(transaction -> {
            Optional<JobRun> run = transaction
                    .runs()
                    .find(jobName, runId)
                    .filter(found -> found.jobRunState() == JobRunState.STARTING);
            run.ifPresent(found -> transaction
                    .runs()
                    .update(
                            found.toBuilder()
                                    .jobRunState(JobRunState.RUNNING)
                                    .lastModifiedOn(clock.instant())
                                    .build(),
                            Announcement.NONE));
            return run.isPresent();
        });
    }

    private void ended(String jobName, String runId, JobRunOutcome outcome) {
        Optional<Ending> ending = store.write(transaction -> end(transaction, jobName, runId, outcome));
        if (ending.isEmpty()) {
            LOG.warn("Job run {} of {} ended a second time, {}", runId, jobName, outcome.state());
            return;
        }
        ending.get()
                .retry()
                .ifPresentOrElse(this::launch, () -> announce(ending.get().run()));
    }

    /** Ends the run and, if its job allows another attempt, adds that in the same transaction, so that it keeps its slot. */
    private Optional<Ending> end(JobTransaction transaction, String jobName, String runId, JobRunOutcome outcome) {
        return transaction
                .runs()
                .find(jobName, runId)
                .filter(run -> !JobRunStates.isFinal(run.jobRunState()))
                .map(run -> {
                    JobRun ended = withOutcome(run, outcome);
                    Optional<JobRunLaunch> retry = insertRetry(transaction, ended);
                    transaction.runs().update(ended, retry.isPresent() ? Announcement.NONE : Announcement.DUE);
                    return new Ending(ended, retry);
                });
    }

    private Optional<JobRunLaunch> insertRetry(JobTransaction transaction, JobRun ended) {
        return transaction
                .jobs()
                .find(ended.jobName())
                .filter(job -> ended.jobRunState() == JobRunState.FAILED && ended.attempt() < job.maxRetries())
                .map(job -> {
                    JobRun next = factory.retry(ended, clock.instant());
                    transaction.runs().insert(next);
                    return JobRunFactory.launch(job, next);
                });
    }

    /** A run that has just ended, and its next attempt if it has one. */
    private record Ending(JobRun run, Optional<JobRunLaunch> retry) {}

    private JobRun withOutcome(JobRun run, JobRunOutcome outcome) {
        Instant now = clock.instant();
        boolean stopped = run.jobRunState() == JobRunState.STOPPING;
        @Nullable String message = stopped ? null : outcome.errorMessage();
        return run.toBuilder()
                .jobRunState(stopped ? JobRunState.STOPPED : outcome.state())
                .errorMessage(message)
                .completedOn(now)
                .lastModifiedOn(now)
                .executionTime((int) Duration.between(run.startedOn(), now).toSeconds())
                .build();
    }

    private void announce(JobRun run) {
        LOG.info("Job run {} of {} ended {}", run.id(), run.jobName(), run.jobRunState());
        observer.jobRunEnded(run.jobName(), run.id(), run.jobRunState());
        store.write(transaction -> {
            transaction.runs().markAnnounced(run.id());
            return run;
        });
    }
}
