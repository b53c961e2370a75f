package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.audit.AuditLog;
import io.millrace.server.data.MasterKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code millrace keys} without a server, on a folder of its own. */
final class TestKeysCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"glue:Get*\",\"Resource\":\"*\"}}";

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(arguments));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private JsonNode succeed(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.toString()));
        assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    @Test
    void printsANewKeyAsAProfileOfAwssCredentialsFile() {
        assertThat(run("create", "--name", "etl", "--data", folder.toString())).isZero();
        assertThat(out.toString().strip())
                .matches("\\[etl]\\R"
                        + "aws_access_key_id = AKIA[A-Z2-7]{16}\\R"
                        + "aws_secret_access_key = [A-Za-z0-9]{40}");
        assertThat(err.toString()).startsWith("The key may do nothing yet: ./millrace keys policy AKIA");
        assertThat(folder.resolve(MasterKey.FILE_NAME)).exists();
    }

    @Test
    void doesToAKeyWhatItIsToldTo() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
        String id = succeed("create", "--name", "etl", "--policy", policy.toString())
                .path("AccessKeyId")
                .asText();
        assertThat(succeed("list").get(0).path("Policy").asText()).isEqualTo("own");
        assertThat(run("policy", id, "--data", folder.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo(POLICY);

        assertThat(run("disable", id, "--data", folder.toString())).isZero();
        assertThat(succeed("list").get(0).path("Status").asText()).isEqualTo("Inactive");
        assertThat(run("enable", id, "--data", folder.toString())).isZero();

        JsonNode next = succeed("rotate", id, "--grace", "2h");
        assertThat(next.path("Arn").asText()).isEqualTo("arn:aws:iam::000000000000:user/etl");
        assertThat(succeed("list")).hasSize(2);
        assertThat(run("list", "--data", folder.toString())).isZero();
        assertThat(out.toString())
                .startsWith("ACCESS KEY")
                .contains(id, "etl (until 2", next.path("AccessKeyId").asText())
                .doesNotContain(next.path("SecretAccessKey").asText());
        assertThat(run("delete", id, "--data", folder.toString())).isZero();
        assertThat(succeed("list")).hasSize(1);
        assertThat(Files.readString(folder.resolve(AuditLog.FILE_NAME)).lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).contains("\"principal\":\"local/", "user/etl"));
    }

    @Test
    void saysWhatIsWrongInASentence() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.json"), "{\n  \"Statement\": [\n}");
        assertFails("not valid JSON at line 3, column", "create", "--policy", policy.toString());
        assertFails(
                "Cannot read the policy",
                "create",
                "--policy",
                folder.resolve("none").toString());
        assertFails("There is no access key AKIANONE.", "disable", "AKIANONE");
        assertFails("--grace must be like 30s", "rotate", "AKIANONE", "--grace", "soon");
        assertFails("1 to 64 letters", "create", "--name", "a b");
        assertThat(run("list", "--data", folder.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no data folder");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    private void assertFails(String message, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().strip()).startsWith("millrace: ").contains(message);
    }

    @Test
    void usesTheMasterKeyThatTheConfigurationNames() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        MasterKey key = MasterKey.loadOrCreate(shared);
        Path file = shared.resolve(MasterKey.FILE_NAME);
        Files.writeString(folder.resolve("millrace.properties"), "security.master-key-file=" + file + "\n");
        assertThat(run("create", "--data", folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve(MasterKey.FILE_NAME)).doesNotExist();
        assertThat(MasterKey.load(file).id()).isEqualTo(key.id());
        Files.delete(file);
        assertFails("Cannot read the master key", "create");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "create", "list", "disable", "enable", "rotate", "delete", "policy"})
    void helpFitsATerminal(String command) {
        int exit = command.isEmpty() ? run("--help") : run(command, "--help");
        assertThat(exit).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith("Usage: millrace keys");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void printsItsUsageWhenNothingIsSaid() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Say what to do", "create", "rotate");
    }
}
