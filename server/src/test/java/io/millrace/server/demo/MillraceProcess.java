package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The command line as a process of its own, as a user starts it, without the launcher's build. */
public final class MillraceProcess {
    private static final Path HOME = Path.of(System.getProperty("millrace.home"));
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private MillraceProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** As {@code ./millrace} has it, because the archive of its classes fits no other; the test's own where nothing is packaged. */
    private static String classPath() throws IOException {
        Path target = HOME.resolve("server/target");
        if (!Files.exists(target.resolve("server.classpath"))) {
            return System.getProperty("java.class.path");
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "millrace-server-*.jar")) {
            return Files.readString(target.resolve("server.classpath")).strip() + ":"
                    + jars.iterator().next();
        }
    }

    /** Starts {@code millrace arguments…}; its outputs go to files in {@code folder}. */
    public static MillraceProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = command();
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new MillraceProcess(process, out, err);
    }

    /** What starts the command line, without its arguments. */
    public static List<String> command() throws IOException {
        // A JVM ignores SIGINT where its parent does, as the background jobs of a shell do.
        return new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xlog:cds*=off",
                "-XX:SharedArchiveFile=" + HOME.resolve("server/target/server.jsa"),
                "-Dmillrace.home=" + HOME,
                "-cp",
                classPath(),
                "io.millrace.server.cli.MillraceCommand"));
    }

    /** Waits for the end and returns the exit code; kills it when it takes longer than {@code patience}. */
    public int await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The command did not end within " + patience + ": " + err());
        }
        return process.exitValue();
    }

    /** Waits until a server answers. */
    public void awaitServing() {
        Awaitility.await()
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> out().contains("Millrace serves at") || !isAlive());
        assertThat(isAlive()).as(err()).isTrue();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its children and theirs. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** The process, for its children and signals. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its standard output so far. */
    public String out() {
        return read(out);
    }

    /** Its standard error so far. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
