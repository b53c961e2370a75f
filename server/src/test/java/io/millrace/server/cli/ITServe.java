package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import io.millrace.server.demo.MillraceProcess;
import io.millrace.server.demo.MillraceProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/** {@code millrace serve} and {@code millrace env} as processes, as a user runs them. */
final class ITServe {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    private Path folder;

    @RegisterExtension
    final MillraceProcesses processes = new MillraceProcesses();

    private MillraceProcess millrace(String... arguments) throws IOException {
        return processes.start(folder, arguments);
    }

    @Test
    void servesAndStopsWithAllItsChildren() throws Exception {
        // A quote and a blank: the printed lines must work in a shell all the same.
        Path data = folder.resolve("it's data");
        MillraceProcess server = serve(data);
        assertThat(Files.getPosixFilePermissions(data.resolve(AdministratorKey.FILE_NAME)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        AdministratorKey key = AdministratorKey.loadOrCreate(data);

        printedLinesPointTheAwsCliHere(data, key);
        MillraceProcess second = millrace(serveArguments(data));
        assertFails(second, "is in use by another Millrace server");

        List<ProcessHandle> children = childrenOfARunningJob(server, data, key);
        assertThat(children)
                .isNotEmpty()
                .allSatisfy(child -> assertThat(commandLine(child)).doesNotContain(key.secretAccessKey()));

        server.handle().destroy();
        assertThat(server.await(STOP_PATIENCE)).isIn(0, SIGTERM_EXIT);
        await().atMost(Duration.ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(server.err()).isEmpty();
        assertThat(ServerNote.read(data)).isEmpty();
        assertThat(data.resolve("server.log"))
                .content()
                .contains("Millrace serves at")
                .contains("has stopped")
                .doesNotContain(key.secretAccessKey());
        assertThat(server.out()).doesNotContain(key.secretAccessKey());
    }

    @Test
    void namesTheTakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Path data = folder.resolve("data");
            configure(data, "storage.embedded-port=0\n");
            MillraceProcess process = millrace("serve", "--data", data.toString(), "--port", Integer.toString(port));
            assertFails(process, ":" + port, "Choose another port with --port");

            MillraceProcess storage = millrace(
                    "serve", "--data", data.toString(), "--port", "0", "--storage-port", Integer.toString(port));
            assertFails(storage, ":" + port, "choose another with --storage-port");
        }
    }

    @Test
    void namesTheUnknownSetting() throws Exception {
        Path data = folder.resolve("data");
        configure(data, "server.prot=1\n");
        MillraceProcess process = millrace("serve", "--data", data.toString());
        assertFails(process, "millrace.properties", "server.prot");
    }

    private MillraceProcess serve(Path data) throws IOException {
        configure(data, "storage.embedded-port=0\n");
        MillraceProcess server = millrace(serveArguments(data));
        await().atMost(PATIENCE)
                .until(() -> !server.handle().isAlive() || server.out().contains("millrace env"));
        assertThat(server.out()).as(server.err()).startsWith("Millrace serves at http://127.0.0.1:");
        return server;
    }

    private static String[] serveArguments(Path data) {
        return new String[] {"serve", "--data", data.toString(), "--port", "0"};
    }

    private static void configure(Path data, String settings) throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("millrace.properties"), settings);
    }

    private static void assertFails(MillraceProcess process, String... words) throws InterruptedException {
        assertThat(process.await(PATIENCE)).isEqualTo(1);
        assertThat(process.out()).isEmpty();
        assertThat(process.err().strip())
                .startsWith("millrace: ")
                .contains(words)
                .doesNotContain("\n");
    }

    private void printedLinesPointTheAwsCliHere(Path data, AdministratorKey key) throws Exception {
        MillraceProcess env = millrace("env", "--data", data.toString());
        assertThat(env.await(PATIENCE)).as(env.err()).isZero();
        assertThat(env.err()).isEmpty();
        assertThat(env.out()).doesNotContain(key.secretAccessKey());
        String script = env.out()
                + "aws=/usr/bin/aws; set -e\n"
                + "$aws --endpoint-url \"$AWS_ENDPOINT_URL\" glue create-database --database-input Name=shell\n"
                + "$aws --endpoint-url \"$AWS_ENDPOINT_URL\" --output text glue get-databases --query DatabaseList[].Name\n"
                + "$aws --endpoint-url \"$AWS_ENDPOINT_URL_S3\" s3 mb s3://shell\n";
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "eval \"$SCRIPT\"").redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SCRIPT", script,
                        "AWS_ACCESS_KEY_ID", "AKIAOFSOMEBODYELSE",
                        "AWS_SECRET_ACCESS_KEY", "of somebody else",
                        "AWS_PROFILE", "of-somebody-else",
                        "AWS_CONFIG_FILE", folder.resolve("none").toString()));
        Process shell = builder.start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo("shell\nmake_bucket: shell\n");
        assertThat(shell.exitValue()).isZero();
    }

    /** The job's table is not there, but finding that out takes Spark some seconds. */
    private List<ProcessHandle> childrenOfARunningJob(MillraceProcess server, Path data, AdministratorKey key) {
        ServerNote note = ServerNote.read(data).orElseThrow();
        try (GlueClient glue = GlueClient.builder()
                .endpointOverride(note.endpoint())
                .region(Region.of(note.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .build()) {
            glue.createJob(request -> request.name("slow")
                    .role("arn:aws:iam::000000000000:role/test")
                    .command(command -> command.name("glueetl").scriptLocation("s3://shell/job.scala"))
                    .defaultArguments(Map.of("--class", "io.millrace.etl.job.RawToParquetJob")));
            glue.startJobRun(request -> request.jobName("slow"));
        }
        return await().atMost(PATIENCE)
                .until(() -> server.handle().descendants().toList(), children -> !children.isEmpty());
    }

    private static String commandLine(ProcessHandle process) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        assertThat(line).as("the command line of a living child").isNotEmpty();
        return line;
    }
}
