package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.data.ServerNote;
import io.millrace.server.demo.MillraceProcess;
import io.millrace.server.demo.MillraceProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/** {@code millrace serve} and {@code millrace keys} on one data folder as processes, with SDK clients of any key. */
final class TestingKeys {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path data;
    private final MillraceProcesses processes = new MillraceProcesses();
    private final List<String> secrets = new ArrayList<>();
    private final List<String> commandLines = new ArrayList<>();

    /** A key as {@code --json} prints it. */
    record ShownKey(String id, String secret) {}

    TestingKeys(Path folder, Path data) {
        this.folder = folder;
        this.data = data;
    }

    Path data() {
        return data;
    }

    /** Of every key that was made here. */
    List<String> secrets() {
        return secrets;
    }

    /** What anybody on the machine could see in the list of processes. */
    List<String> commandLines() {
        return commandLines;
    }

    void noteCommandLine(MillraceProcess process) throws IOException {
        commandLines.add(commandLine(process.handle()));
    }

    MillraceProcess millrace(String... arguments) throws IOException {
        return processes.start(folder, arguments);
    }

    MillraceProcess serve() throws IOException {
        MillraceProcess server = millrace("serve", "--data", data.toString(), "--port", "0", "--storage-port", "0");
        await().atMost(PATIENCE)
                .until(() -> !server.handle().isAlive() || server.out().contains("millrace env"));
        assertThat(server.out()).as(server.err()).startsWith("Millrace serves at");
        return server;
    }

    MillraceProcess run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--data", data.toString()));
        MillraceProcess process = millrace(all.toArray(String[]::new));
        commandLines.add(commandLine(process.handle()));
        process.await(PATIENCE);
        return process;
    }

    /** What a command that succeeds prints. */
    String keys(String... arguments) throws Exception {
        MillraceProcess process = run(arguments);
        assertThat(process.await(PATIENCE)).as(process.err()).isZero();
        return process.out();
    }

    ShownKey key(String json) throws IOException {
        JsonNode node = JSON.readTree(json);
        ShownKey key = new ShownKey(
                node.path("AccessKeyId").asText(), node.path("SecretAccessKey").asText());
        assertThat(key.secret()).hasSize(40);
        secrets.add(key.secret());
        return key;
    }

    private static String commandLine(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    }

    <B extends AwsClientBuilder<B, ?>> B as(ShownKey key, B builder) {
        return builder.endpointOverride(ServerNote.read(data).orElseThrow().endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }

    GlueClient glue(ShownKey key) {
        return as(key, GlueClient.builder()).build();
    }

    void kill() throws InterruptedException {
        processes.kill();
    }
}
