package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire as Debian's AWS CLI sees it. Needs {@code awscli}: without it the test fails. */
class ITWireAwsCli {
    private static final String AWS = "/usr/bin/aws";

    @TempDir
    private Path folder;

    private TestingWire wire;

    /** What one run of the CLI gave. */
    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        assertThat(Path.of(AWS)).as("Debian's AWS CLI (apt-get install awscli)").isExecutable();
        wire = new TestingWire();
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    private Outcome awsWith(String secret, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(AWS, "--endpoint-url", wire.uri().toString(), "--output", "json"));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        process.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        TestingWire.KEY.id(),
                        "AWS_SECRET_ACCESS_KEY",
                        secret,
                        "AWS_DEFAULT_REGION",
                        "us-east-1",
                        "AWS_CONFIG_FILE",
                        folder.resolve("none").toString(),
                        "AWS_PAGER",
                        "",
                        "LC_ALL",
                        "C.UTF-8"));
        Process running = process.start();
        if (!running.waitFor(60, TimeUnit.SECONDS)) {
            running.destroyForcibly();
        }
        return new Outcome(
                running.waitFor(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    private Outcome aws(String... arguments) throws IOException, InterruptedException {
        return awsWith(TestingWire.KEY.secret(), arguments);
    }

    @Test
    void createsAndReadsADatabase() throws Exception {
        Outcome created =
                aws("glue", "create-database", "--database-input", "Name=größe,Description=a  b,Parameters={k=v}");
        assertThat(created.err()).isEmpty();
        assertThat(created.exit()).isZero();
        Outcome found = aws("glue", "get-database", "--name", "größe");
        assertThat(found.out())
                .contains("\"Description\": \"a  b\"")
                .contains("\"k\": \"v\"")
                .contains("2026-11-22T05:30:00.125");
    }

    @Test
    void showsErrorsWithTheirMessages() throws Exception {
        Outcome missing = aws("glue", "get-database", "--name", "nowhere");
        assertThat(missing.exit()).isNotZero();
        assertThat(missing.err())
                .contains("An error occurred (EntityNotFoundException) when calling the GetDatabase operation: "
                        + "Database nowhere not found.");
        assertThat(aws("athena", "start-query-execution", "--query-string", "wrong")
                        .err())
                .contains(
                        "(InvalidRequestException) when calling the StartQueryExecution operation: line 1:1: mismatched");
        assertThat(aws("lambda", "get-function", "--function-name", "missing").err())
                .contains(
                        "(ResourceNotFoundException) when calling the GetFunction operation: Function not found: missing");
        assertThat(aws("glue", "get-tables", "--database-name", "d").err())
                .contains("(UnknownOperationException) when calling the GetTables operation: Millrace does not serve");
    }

    @Test
    void runsAQueryAndInvokesAFunction() throws Exception {
        assertThat(aws("athena", "start-query-execution", "--query-string", "SELECT 'ü'")
                        .out())
                .contains("\"QueryExecutionId\": \"id-1\"");
        assertThat(aws("athena", "get-query-results", "--query-execution-id", "id-1")
                        .out())
                .contains("VarCharValue");
        Path payload = folder.resolve("payload");
        Outcome invoked = aws(
                "lambda",
                "invoke",
                "--function-name",
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "--cli-binary-format",
                "raw-in-base64-out",
                "--payload",
                "{\"fail\":1}",
                payload.toString());
        assertThat(invoked.err()).isEmpty();
        assertThat(invoked.out()).contains("\"StatusCode\": 200").contains("\"FunctionError\": \"Unhandled\"");
        assertThat(Files.readString(payload, StandardCharsets.UTF_8)).isEqualTo("{\"fail\":1}");
    }

    @Test
    void refusesAWrongSecretForEveryService() throws Exception {
        for (String[] call : new String[][] {
            {"glue", "get-databases"},
            {"athena", "start-query-execution", "--query-string", "SELECT 1"},
            {"lambda", "list-functions"}
        }) {
            Outcome refused = awsWith("a wrong secret", call);
            assertThat(refused.exit()).as(call[0]).isNotZero();
            assertThat(refused.err()).contains("(InvalidSignatureException)").contains("does not match the signature");
        }
    }
}
