package io.millrace.catalog.job;

import static io.millrace.catalog.job.TestJobOperations.assertRefused;
import static io.millrace.catalog.job.TestJobOperations.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.jdbc.JdbcJobStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunResponse;
import software.amazon.awssdk.services.glue.model.DeleteJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsResponse;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

class TestJobRunOperations {
    private final TestingClock clock = new TestingClock("2026-11-22T10:00:00Z");
    private final TestingJobRunLauncher launcher = new TestingJobRunLauncher();
    private final List<String> ends = new ArrayList<>();
    private SqliteDatabase database;
    private JdbcJobStore store;
    private JobOperations jobs;
    private JobRunOperations runs;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        store = new JdbcJobStore(database.jdbi());
        jobs = new JobOperations(store, PageTokens.withChecksum(), clock);
        runs = new JobRunOperations(store, PageTokens.withChecksum(), lifecycle());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesARunFromStartingToSucceeded() {
        jobs.createJob(definition("etl")
                .defaultArguments(Map.of("--class", "a.B", "--x", "default", "--fixed", "default"))
                .nonOverridableArguments(Map.of("--fixed", "always"))
                .build());

        String id = start(Map.of("--x", "mine", "--fixed", "mine"));
        assertThat(id).matches("jr_[0-9a-f]{64}");
        JobRun starting = run(id);
        assertThat(starting.jobRunState()).isEqualTo(JobRunState.STARTING);
        assertThat(starting.arguments()).isEqualTo(Map.of("--x", "mine", "--fixed", "mine"));
        assertThat(starting.timeout()).isEqualTo(2880);
        assertThat(starting.attempt()).isZero();
        assertThat(starting.logGroupName()).isEqualTo("/aws-glue/jobs");

        assertThat(launcher.progress(id).started()).isTrue();
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.RUNNING);
        clock.advance(Duration.ofSeconds(42));
        launcher.progress(id).ended(JobRunOutcome.succeeded());

        JobRun ended = run(id);
        assertThat(ended.jobRunState()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(ended.executionTime()).isEqualTo(42);
        assertThat(ended.completedOn()).isEqualTo(clock.instant());
        assertThat(ended.errorMessage()).isNull();
        assertThat(ends).containsExactly("etl SUCCEEDED");
        assertThat(launcher.launches.get(0).arguments())
                .isEqualTo(Map.of("--class", "a.B", "--x", "mine", "--fixed", "always"));
        assertThat(launcher.launches.get(0).timeout()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void refusesARunOfAMissingJob() {
        assertRefused(
                () -> start(Map.of()),
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Failed to start job run due to missing metadata.");
    }

    @Test
    void letsExactlyTheAllowedNumberOfSixteenConcurrentStartsThrough() throws Exception {
        jobs.createJob(definition("etl")
                .executionProperty(property -> property.maxConcurrentRuns(3))
                .build());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<String> start = () -> {
                try {
                    return start(Map.of());
                } catch (CatalogException e) {
                    return e.code() + " " + e.getMessage();
                }
            };
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(16, start))) {
                answers.add(answer.get());
            }
            assertThat(answers).filteredOn(answer -> answer.startsWith("jr_")).hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer.equals("CONCURRENT_RUNS_EXCEEDED Concurrent runs exceeded for etl"))
                    .hasSize(13);
        } finally {
            threads.shutdownNow();
        }

        launcher.progress(launcher.launches.get(0).runId()).ended(JobRunOutcome.succeeded());
        assertThat(start(Map.of())).startsWith("jr_");
    }

    @Test
    void stopsARunAndSaysWhichCannotBeStopped() {
        jobs.createJob(definition("etl").build());
        String id = start(Map.of());
        launcher.progress(id).started();

        var stopped = stop(id, "jr_none");
        assertThat(stopped.successfulSubmissions()).extracting("jobRunId").containsExactly(id);
        assertThat(stopped.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException"));
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.STOPPING);
        assertThat(launcher.stops).containsExactly(id);

        launcher.progress(id).ended(JobRunOutcome.failed("killed"));
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.STOPPED);
        assertThat(run(id).errorMessage()).isNull();
        assertThat(stop(id).errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.errorDetail().errorCode()).isEqualTo("JobRunCannotBeStoppedException"));
        assertThat(ends).containsExactly("etl STOPPED");
    }

    @Test
    void tellsTheLauncherNotToGoOnWithARunThatIsAskedToStopBeforeItStarted() {
        jobs.createJob(definition("etl").build());
        String id = start(Map.of());
        stop(id);

        assertThat(launcher.progress(id).started()).isFalse();
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.STOPPING);
    }

    @Test
    void retriesAFailedRunAndReportsOnlyTheLastAttempt() {
        jobs.createJob(definition("etl").maxRetries(1).build());
        String id = start(Map.of("--x", "1"));
        launcher.progress(id).ended(JobRunOutcome.failed("first"));

        String retry = id + "_attempt_1";
        assertThat(ends).isEmpty();
        assertThat(run(id).errorMessage()).isEqualTo("first");
        JobRun second = run(retry);
        assertThat(second.jobRunState()).isEqualTo(JobRunState.STARTING);
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(second.previousRunId()).isEqualTo(id);
        assertThat(second.errorMessage()).isNull();
        assertThat(launcher.launches.get(1).arguments()).containsEntry("--x", "1");

        launcher.progress(retry).ended(JobRunOutcome.failed("second"));
        assertThat(ends).containsExactly("etl FAILED");
        assertThat(launcher.launches).hasSize(2);
    }

    @Test
    void startsTheNextAttemptOfAnEndedRunOnRequest() {
        jobs.createJob(definition("etl").build());
        String id = start(Map.of("--x", "1"));
        StartJobRunRequest again =
                StartJobRunRequest.builder().jobName("etl").jobRunId(id).build();
        launcher.progress(id).ended(JobRunOutcome.failed("no"));

        assertThat(runs.startJobRun(again).jobRunId()).isEqualTo(id + "_attempt_1");
        assertThat(run(id + "_attempt_1").arguments()).containsEntry("--x", "1");
    }

    @Test
    void aFiringStartsOneRunHoweverOftenItIsStarted() {
        jobs.createJob(definition("etl").build());
        String id = runs.startTriggeredRun("firing", "etl", Map.of(), null, "nightly");
        launcher.progress(id).ended(JobRunOutcome.failed("The server died before it had noted the start."));

        assertThat(runs.startTriggeredRun("firing", "etl", Map.of(), null, "nightly"))
                .isEqualTo(id)
                .matches("jr_[0-9a-f]{64}");
        assertThat(launcher.launches).hasSize(1);

        assertThat(runs.startTriggeredRun("another", "etl", Map.of(), null, "nightly"))
                .isNotEqualTo(id);
        assertThat(launcher.launches).hasSize(2);
    }

    @Test
    void endsWhatADeadServerLeftAndTellsTheObserverOnce() {
        jobs.createJob(definition("etl")
                .executionProperty(property -> property.maxConcurrentRuns(2))
                .build());
        String running = start(Map.of());
        launcher.progress(running).started();
        String stopping = start(Map.of());
        stop(stopping);

        lifecycle().recover();
        lifecycle().recover();

        assertThat(run(running).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run(running).errorMessage()).isEqualTo("The server stopped while the job run was active.");
        assertThat(run(stopping).jobRunState()).isEqualTo(JobRunState.STOPPED);
        assertThat(ends).containsExactlyInAnyOrder("etl FAILED", "etl STOPPED");
    }

    @Test
    void announcesAnEndAgainThatTheObserverMayHaveMissed() {
        jobs.createJob(definition("etl").build());
        JobRunLifecycle dying = new JobRunLifecycle(
                store,
                launcher,
                (job, run, state) -> {
                    throw new IllegalStateException("the server dies here");
                },
                clock);
        String id = new JobRunOperations(store, PageTokens.withChecksum(), dying)
                .startJobRun(StartJobRunRequest.builder().jobName("etl").build())
                .jobRunId();
        assertThatThrownBy(() -> launcher.progress(id).ended(JobRunOutcome.succeeded()))
                .isInstanceOf(IllegalStateException.class);

        lifecycle().recover();

        assertThat(ends).containsExactly("etl SUCCEEDED");
    }

    @Test
    void pagesThroughRunsTheNewestFirst() {
        jobs.createJob(definition("etl")
                .executionProperty(property -> property.maxConcurrentRuns(9))
                .build());
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, start(Map.of()));
            clock.advance(Duration.ofMillis(1));
        }

        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            GetJobRunsResponse page = runs.getJobRuns(GetJobRunsRequest.builder()
                    .jobName("etl")
                    .maxResults(2)
                    .nextToken(token)
                    .build());
            page.jobRuns().forEach(run -> seen.add(run.id()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).isEqualTo(newestFirst);
    }

    @Test
    void dropsEndedRunsWithTheirJobAndLetsActiveOnesEnd() {
        jobs.createJob(definition("etl")
                .executionProperty(property -> property.maxConcurrentRuns(2))
                .build());
        String ended = start(Map.of());
        launcher.progress(ended).ended(JobRunOutcome.succeeded());
        String active = start(Map.of());

        jobs.deleteJob(DeleteJobRequest.builder().jobName("etl").build());

        assertRefused(
                () -> run(ended),
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Job run %s of job etl not found.".formatted(ended));
        launcher.progress(active).ended(JobRunOutcome.timedOut("late"));
        assertThat(run(active).jobRunState()).isEqualTo(JobRunState.TIMEOUT);
    }

    private JobRunLifecycle lifecycle() {
        return new JobRunLifecycle(store, launcher, (job, run, state) -> ends.add(job + " " + state), clock);
    }

    private String start(Map<String, String> arguments) {
        return runs.startJobRun(StartJobRunRequest.builder()
                        .jobName("etl")
                        .arguments(arguments)
                        .build())
                .jobRunId();
    }

    private JobRun run(String id) {
        return runs.getJobRun(
                        GetJobRunRequest.builder().jobName("etl").runId(id).build())
                .jobRun();
    }

    private BatchStopJobRunResponse stop(String... ids) {
        return runs.batchStopJobRun(
                BatchStopJobRunRequest.builder().jobName("etl").jobRunIds(ids).build());
    }
}
