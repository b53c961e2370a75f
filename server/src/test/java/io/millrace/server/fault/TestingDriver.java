package io.millrace.server.fault;

import io.millrace.etl.worker.WorkerCommand;
import io.millrace.server.MillraceHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A driver's process that does one run after another, until it is killed. */
final class TestingDriver implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    private TestingDriver(Process process) {
        this.process = process;
        this.out = process.inputReader();
        this.in = process.outputWriter();
    }

    /**
     * Starts the process and does not wait for it.
     *
     * @param options of its JVM
     */
    static TestingDriver start(Map<String, String> environment, Path log, String... options)
            throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(WorkerCommand.jvmOptions());
        command.addAll(MillraceHome.fromSystemProperty().jobClassSharing().jvmOptions());
        command.addAll(List.of(options));
        // Two of them start at a time, and live for a few runs.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UseParallelGC",
                "-Xmx700m",
                "-cp",
                classPath(),
                TestingJobLoop.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new TestingDriver(builder.start());
    }

    /** The job's, with the loop behind it: the archive of a job run's classes fits a class path that begins like its own. */
    static String classPath() throws IOException, URISyntaxException {
        Path home = Path.of(System.getProperty("millrace.home"));
        Path own = Path.of(TestingJobLoop.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.readString(home.resolve("etl-jobs/target/job.classpath")).strip() + ":" + own;
    }

    /** {@code done}, {@code failed <reason>} or, of a process that was killed, {@code dead}. */
    String run(List<String> arguments) {
        try {
            if (!"ready".equals(out.readLine())) {
                return "dead";
            }
            in.write(String.join("\t", arguments) + "\n");
            in.flush();
            String answer = out.readLine();
            return answer == null ? "dead" : answer;
        } catch (IOException e) {
            return "dead";
        }
    }

    /** The processes that it started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        kill();
    }
}
