package io.millrace.server.fault;

import io.millrace.etl.worker.WorkerCommand;
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

    /** Starts the process and does not wait for it. */
    static TestingDriver start(Map<String, String> environment, Path log) throws IOException, URISyntaxException {
        Path home = Path.of(System.getProperty("millrace.home"));
        String own = Path.of(TestingJobLoop.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(WorkerCommand.jvmOptions());
        command.addAll(List.of(
                "-Xmx700m",
                "-cp",
                own + ":"
                        + Files.readString(home.resolve("etl-jobs/target/job.classpath"))
                                .strip(),
                TestingJobLoop.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new TestingDriver(builder.start());
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

    boolean isAlive() {
        return process.isAlive();
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
