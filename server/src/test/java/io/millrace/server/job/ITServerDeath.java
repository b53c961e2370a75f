package io.millrace.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.job.JobProcessRows.JobProcessRow;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** {@code kill -9} of a process that runs a job, and what the next one on the same data finds. */
class ITServerDeath {
    @TempDir
    Path data;

    @Test
    void endsTheRunsOfAServerThatWasKilled() throws Exception {
        Process first = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TestingJobServer.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String id = runId(first);
        JobRunLogs logs = new JobRunLogs(data.resolve("runs"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> logs.tail("linger/../s3://artifacts/script.scala", id, 1000)
                        .contains("lingering"));
        List<ProcessHandle> workers = first.descendants().toList();
        assertThat(workers).hasSize(1);

        first.destroyForcibly().waitFor();
        // The worker sees the end of its standard input.
        await().atMost(Duration.ofSeconds(10)).until(() -> !workers.get(0).isAlive());

        List<String> ends = new CopyOnWriteArrayList<>();
        try (TestingJobServer second =
                new TestingJobServer(data, (job, run, state) -> ends.add(run + " " + state), 2)) {
            JobRun run = second.run("linger", id);
            assertThat(run.jobRunState()).isEqualTo(JobRunState.FAILED);
            assertThat(run.errorMessage()).isEqualTo("The server stopped while the job run was active.");
            assertThat(ends).containsExactly(id + " FAILED");
            assertThat(second.processes.list()).isEmpty();
            String next = second.start("succeed");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.run("succeed", next).jobRunState() == JobRunState.SUCCEEDED);
        }
    }

    @Test
    void killsALeftOverProcessOnlyIfItIsTheRecordedOne() throws Exception {
        Process orphan = new ProcessBuilder("sleep", "300").start();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            long orphanStart = orphan.info().startInstant().orElseThrow().toEpochMilli();
            long strangerStart = stranger.info().startInstant().orElseThrow().toEpochMilli();
            try (TestingJobServer first = new TestingJobServer(data, (job, run, state) -> {}, 2)) {
                first.processes.insert(new JobProcessRow("jr_1", "etl", orphan.pid(), orphanStart));
                // The same process id, but of an earlier life.
                first.processes.insert(new JobProcessRow("jr_2", "etl", stranger.pid(), strangerStart - 60_000));
            }
            try (TestingJobServer second = new TestingJobServer(data, (job, run, state) -> {}, 2)) {
                assertThat(second.processes.list()).isEmpty();
            }
            assertThat(orphan.isAlive()).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            orphan.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    private static String runId(Process server) throws Exception {
        BufferedReader out = server.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("run ")) {
            line = out.readLine();
        }
        return String.valueOf(line).substring("run ".length());
    }
}
