package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

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
    void namesADataFolderThatCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(run("serve", "--data", file.toString())).isEqualTo(1);
        assertThat(err.toString().strip())
                .startsWith("millrace: Cannot write in the data folder " + file + ". Choose another with --data")
                .doesNotContain("\n");
    }

    @Test
    void namesAConfigurationFileThatIsNotThere() {
        String file = folder.resolve("none.properties").toString();
        assertThat(run("catalog", "history", "--data", folder.toString(), "--config", file))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("millrace: There is no configuration file " + file + ". Name another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "127.0.0.1:8585", "ftp://127.0.0.1/"})
    void namesAnEndpointThatIsNoAddress(String endpoint) {
        assertThat(run("stack", "list", "--region", "us-east-1", "--endpoint", endpoint))
                .isNotZero();
        assertThat(err.toString()).contains(endpoint).doesNotContain("endpointOverride");
    }

    @Test
    void saysWhatAServiceSaysWithoutTheSdksDetails() {
        Throwable refused = CloudFormationException.builder()
                .message("no use")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ValidationError")
                        .errorMessage("Stack with id x does not exist")
                        .build())
                .build();
        assertThat(ErrorPrinter.describe(new IllegalStateException("Cannot look at x", refused)))
                .isEqualTo("Cannot look at x: Stack with id x does not exist");
        assertThat(ErrorPrinter.describe(new IllegalStateException("Connection refused (SDK Attempt Count: 4)")))
                .isEqualTo("Connection refused");
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
