package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.demo.MillraceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/guides/crawlers.md}, in one shell and in their order, with Debian's AWS CLI. */
final class ITCrawlersGuide {
    private static final Path GUIDE = Path.of(System.getProperty("millrace.home"), "docs/guides/crawlers.md");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final int PATIENCE_MINUTES = 5;

    @TempDir
    private Path folder;

    private Process shell;

    @BeforeEach
    void startTheShell() throws IOException {
        Path launcher = folder.resolve("millrace");
        Files.writeString(
                launcher,
                MillraceProcess.command().stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path script = folder.resolve("guide.sh");
        // Debian's AWS CLI before any other; the first command that fails ends it. The server has ended before its
        // folder goes.
        Files.writeString(
                script,
                "PATH=%s:$PATH; set -e\n%s\nwait\n"
                        .formatted(AwsCli.PROGRAM.getParent(), commands(Files.readString(GUIDE))));
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        shell = builder.start();
    }

    @AfterEach
    void endWhatItStarted() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    @Test
    void everyCommandDoesWhatTheGuideSays() throws Exception {
        assertThat(shell.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(folder.resolve("out"));
        assertThat(shell.exitValue())
                .as("%s%n%s", said, Files.readString(folder.resolve("err")))
                .isZero();
        assertThat(said)
                .containsSubsequence(
                        "CREATE default.raw  (csv",
                        "another file has '3.5', which is no int",
                        "Tables: 1 created, 0 updated, 0 deleted or deprecated; 2 partitions added.",
                        "\"Name\": \"pickup\"",
                        "Tables: 0 created, 0 updated, 0 deleted or deprecated; 0 partitions added.",
                        "Objects opened: 0 ",
                        "\"COMPLETED\"",
                        "\"CrawlerName\": \"nightly\"",
                        "s3://lake/delta/orders/");
        // The last crawl had one event: it listed nothing and opened the new object alone.
        assertThat(said.lines().reduce("", (before, line) -> line))
                .contains("\\\"PARTITION\\\":{\\\"ADD\\\":{\\\"Count\\\":1}}")
                .contains("\\\"ListRequests\\\":0,", "\\\"ObjectsOpened\\\":1,");
    }

    private static String commands(String guide) {
        return COMMANDS.matcher(guide).results().map(block -> block.group(1)).collect(Collectors.joining());
    }
}
