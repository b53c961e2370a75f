package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class TestMillraceCommand {
    private static final int CALLED_WRONGLY = 2;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void printsItsUsageWhenNothingIsSaid() {
        assertThat(run()).isEqualTo(CALLED_WRONGLY);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: millrace", "serve", "demo", "env");
    }

    @Test
    void namesAnUnknownOption() {
        assertThat(run("serve", "--prot")).isEqualTo(CALLED_WRONGLY);
        assertThat(err.toString()).contains("Unknown option: '--prot'", "Usage: millrace serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "demo", "env", "keys"})
    void helpFitsATerminalAndGoesToStandardOutput(String command) {
        int exit = command.isEmpty() ? run("--help") : run(command, "--help");
        assertThat(exit).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith("Usage: millrace");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void saysThatNoServerRuns() {
        assertThat(run("env", "--data", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("millrace: No server runs on the data folder " + folder)
                .contains("./millrace serve --data");
    }
}
