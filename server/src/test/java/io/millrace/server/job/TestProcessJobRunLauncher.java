package io.millrace.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.job.JobRunLaunch;
import io.millrace.catalog.job.JobRunOutcome;
import io.millrace.catalog.job.JobRunProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Real child processes, small ones instead of Spark. */
class TestProcessJobRunLauncher {
    private static final String SCRIPT = "s3://artifacts/script.scala";

    private final List<String> ends = new CopyOnWriteArrayList<>();

    @TempDir
    Path data;

    private TestingJobServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestingJobServer(data, (job, run, state) -> ends.add(run + " " + state), 2);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void succeedsWithExitCodeZeroAndKeepsTheLog() throws Exception {
        String id = server.start("succeed", SCRIPT, Map.of("--x", "a b"));
        JobRun run = awaitEnd("succeed", id);

        assertThat(run.jobRunState()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(log("succeed", id))
                .contains("arguments [--x, a b, --JOB_NAME, succeed/../" + SCRIPT + ", --JOB_RUN_ID, " + id + "]")
                .contains("done");
        assertThat(server.processes.list()).isEmpty();
        try (var files = Files.walk(data.resolve("runs"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("jars", "scratch");
        }
        await().until(() -> ends.contains(id + " SUCCEEDED"));
    }

    @Test
    void failsWithTheWorkersMessageWithoutSecrets() {
        JobRun run = awaitEnd("fail", server.start("fail"));

        assertThat(run.jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run.errorMessage()).isEqualTo("Column fare is no number: '****'\n  at line 7");
    }

    @Test
    void failsWithTheLastWordsOfAWorkerThatLeftNoMessage() {
        JobRun run = awaitEnd("die", server.start("die"));

        assertThat(run.errorMessage())
                .isEqualTo("The job's process ended with exit code 3: java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void failsWithTheReasonForWhatItCannotRun() {
        assertThat(awaitEnd("", "s3://artifacts/job.py").errorMessage())
                .isEqualTo(
                        "The script s3://artifacts/job.py is Python, which is not supported: give a jar or --class.");
        assertThat(awaitEnd("", SCRIPT).errorMessage())
                .isEqualTo("Job /../%s names no main class: give it the argument --class.".formatted(SCRIPT));
        assertThat(awaitEnd("succeed", "s3://artifacts/job.jar").errorMessage())
                .isEqualTo("The job run could not be started: Cannot read s3://artifacts/job.jar: no such object");
    }

    @Test
    void stopsAStubbornRunAndItsChildren() throws Exception {
        String id = server.start("stubborn");
        await().until(() -> log("stubborn", id).contains("lingering"));
        assertThat(server.run("stubborn", id).jobRunState()).isEqualTo(JobRunState.RUNNING);
        long pid = server.processes.list().get(0).pid();
        long child = Long.parseLong(log("stubborn", id).replaceAll("(?s).*child (\\d+).*", "$1"));

        stop("stubborn", id);

        assertThat(awaitEnd("stubborn", id).jobRunState()).isEqualTo(JobRunState.STOPPED);
        assertThat(isAlive(pid)).isFalse();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void stopsARunThatWaitsForItsTurn() {
        List<String> running = List.of(server.start("linger"), server.start("linger"));
        running.forEach(id -> await().until(() -> log("linger", id).contains("lingering")));
        String waiting = server.start("linger");
        assertThat(server.run("linger", waiting).jobRunState()).isEqualTo(JobRunState.STARTING);

        stop("linger", waiting);

        assertThat(awaitEnd("linger", waiting).jobRunState()).isEqualTo(JobRunState.STOPPED);
        assertThat(server.run("linger", running.get(0)).jobRunState()).isEqualTo(JobRunState.RUNNING);
    }

    @Test
    void endsARunAtItsTimeout() throws Exception {
        CompletableFuture<JobRunOutcome> outcome = new CompletableFuture<>();
        server.launcher.launch(
                new JobRunLaunch(
                        "slow",
                        "jr_slow",
                        "role",
                        JobCommand.builder().name("glueetl").build(),
                        Map.of("--class", "linger"),
                        Duration.ofSeconds(1)),
                new JobRunProgress() {
                    @Override
                    public boolean started() {
                        return true;
                    }

                    @Override
                    public void ended(JobRunOutcome ended) {
                        outcome.complete(ended);
                    }
                });

        assertThat(outcome.get(20, TimeUnit.SECONDS))
                .isEqualTo(JobRunOutcome.timedOut("The job run took longer than its timeout of 1 seconds."));
        assertThat(server.processes.list()).isEmpty();
    }

    @Test
    void keepsTheNewestPartOfALongLog() throws Exception {
        String id = server.start("chatty");
        awaitEnd("chatty", id);

        long bytes = 0;
        for (Path file : server.logs.files("chatty/../" + SCRIPT, id)) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(32L << 10, (64L << 10) + (32 << 10));
        assertThat(log("chatty", id)).endsWith("line 19999\n").doesNotContain("line 5\n");
    }

    @Test
    void givesTheProcessNoMoreOfOurEnvironmentThanItNeeds() {
        String id = server.start("environment");
        awaitEnd("environment", id);

        List<String> names = log("environment", id)
                .lines()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(names).contains("AWS_REGION", "AWS_SECRET_ACCESS_KEY", "MILLRACE_RUN_RESULT", "SPARK_LOCAL_DIRS");
        assertThat(names).filteredOn(name -> name.startsWith("MAVEN")).isEmpty();
    }

    @Test
    void failsItsRunsWhenTheServerCloses() throws Exception {
        String id = server.start("linger");
        await().until(() -> log("linger", id).contains("lingering"));
        long pid = server.processes.list().get(0).pid();

        server.launcher.close();

        assertThat(isAlive(pid)).isFalse();
        assertThat(server.run("linger", id).errorMessage())
                .isEqualTo("The server stopped while the job run was active.");
    }

    @Test
    void makesFolderNamesOfAnyJobName() {
        assertThat(RunFolder.fileName("..")).isEqualTo("%2E.");
        assertThat(RunFolder.fileName("a/b c.d")).isEqualTo("a%2Fb%20c.d");
        assertThat(RunFolder.fileName("é")).isEqualTo("%C3%A9");
        assertThat(RunFolder.fileName("x".repeat(255)))
                .hasSizeLessThan(150)
                .isNotEqualTo(RunFolder.fileName("x".repeat(254)));
    }

    private void stop(String what, String id) {
        server.runs.batchStopJobRun(BatchStopJobRunRequest.builder()
                .jobName(what + "/../" + SCRIPT)
                .jobRunIds(id)
                .build());
    }

    private JobRun awaitEnd(String what, String idOrScript) {
        boolean isId = idOrScript.startsWith("jr_");
        String script = isId ? SCRIPT : idOrScript;
        String id = isId ? idOrScript : server.start(what, script, Map.of());
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> server.run(what, script, id), run -> run.completedOn() != null);
    }

    private String log(String what, String id) {
        try {
            return server.logs.tail(what + "/../" + SCRIPT, id, 1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
