package io.millrace.etl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes on the class path that the build writes. */
class ITJobWorker {
    private static final Path HOME = Path.of(System.getProperty("millrace.home"), "etl-jobs/target");

    @TempDir
    Path folder;

    private Process start(String... arguments) throws IOException {
        String classPath =
                HOME.resolve("test-classes") + File.pathSeparator + Files.readString(HOME.resolve("job.classpath"));
        ProcessBuilder builder = new ProcessBuilder(WorkerCommand.of(
                Path.of(System.getProperty("java.home")), classPath, TestingJob.class.getName(), List.of(arguments)));
        builder.environment().put("MILLRACE_RUN_RESULT", result().toString());
        return builder.redirectError(folder.resolve("log").toFile()).start();
    }

    private Path result() {
        return folder.resolve("result");
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Test
    void passesArgumentsAsTheyAre() throws IOException, InterruptedException {
        Process process = start("--key", "a b", "--other=ü");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("--key|a b|--other=ü");
        assertThat(process.waitFor()).isZero();
        assertThat(result()).doesNotExist();
        assertThat(log())
                .as("no complaints about the log's own configuration or bindings")
                .isEmpty();
    }

    @Test
    void tellsTheReasonOfAFailureAndLogsTheTrace() throws IOException, InterruptedException {
        Process process = start("fail");

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(result()).hasContent("The table is gone: No such key");
        assertThat(log())
                .contains("ERROR JobWorker The job failed: The table is gone", "at io.millrace.etl.worker.TestingJob");
    }

    @Test
    void endsWhenItsParentIsGone() throws IOException, InterruptedException {
        Process process = start("wait");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("waiting");
            assertThat(process.isAlive()).isTrue();

            process.getOutputStream().close();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(JobWorker.PARENT_GONE);
        } finally {
            process.destroyForcibly();
        }
    }
}
