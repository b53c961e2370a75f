package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.config.ObservabilityConfig;
import io.millrace.server.config.ObservabilityConfig.LogFormat;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.ServerNote;
import io.millrace.server.demo.MillraceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

/** {@code /healthz}, {@code /metrics} and the log of a whole server. */
final class ITObservability {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(URI endpoint, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(endpoint.resolve(path)).build(), BodyHandlers.ofString());
    }

    @Test
    void showsHealthAndMetricsToEverybody() throws Exception {
        try (TestingServer server = TestingServer.start(folder);
                GlueClient glue = server.glue()) {
            glue.createDatabase(request -> request.databaseInput(input -> input.name("sales")));
            glue.getDatabase(request -> request.name("sales"));
            URI endpoint = server.server().endpoint();

            HttpResponse<String> health = get(endpoint, "/healthz");
            assertThat(health.statusCode()).isEqualTo(200);
            JsonNode parts = JSON.readTree(health.body()).get("parts");
            assertThat(parts.get("store").asText()).isEqualTo("ok");
            assertThat(parts.get("objects").asText()).isEqualTo("ok");

            assertThat(get(endpoint, "/metrics").body())
                    .contains("millrace_calls_seconds_count{operation=\"CreateDatabase\",service=\"glue\"} 1\n")
                    .contains("millrace_calls_seconds_count{operation=\"GetDatabase\",service=\"glue\"} 1\n")
                    .containsPattern("millrace_store_transactions_seconds_count\\{kind=\"write\"} [1-9]")
                    .containsPattern("millrace_pool_connections\\{pool=\"sqlite\",state=\"idle\"} [1-9]")
                    .contains("millrace_build_info{")
                    .doesNotContain(server.server().administratorKey().accessKeyId());
        }
    }

    @Test
    void hidesMetricsThatAreSwitchedOff() throws Exception {
        ServerConfig local = ServerConfig.local(folder);
        ServerConfig hidden = new ServerConfig(
                local.dataFolder(),
                local.bindAddress(),
                local.port(),
                local.region(),
                local.storage(),
                local.queryOutputLocation(),
                local.notifications(),
                new ObservabilityConfig(false, LogFormat.TEXT),
                local.security(),
                local.catalog());
        try (TestingServer server = TestingServer.start(hidden)) {
            URI endpoint = server.server().endpoint();
            assertThat(get(endpoint, "/metrics").statusCode()).isEqualTo(403);
            assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    /** The object store refuses connections, which the health page logs under the id of the request that asked. */
    @Test
    void logsJsonLinesWithTheRequestsId() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                data.resolve("millrace.properties"),
                "server.port=0\nlog.format=json\nstorage.endpoint=http://127.0.0.1:1\n");
        MillraceProcess process = MillraceProcess.start(folder, "serve", "--data", data.toString());
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !process.handle().isAlive() || process.out().contains("millrace env"));
            URI endpoint = ServerNote.read(data).orElseThrow().endpoint();
            // The answer from the start is still good for a moment.
            HttpResponse<String> health = await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(endpoint, "/healthz"), answer -> loggedOf(data, requestId(answer)));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(health.body()).get("parts").get("objects").asText())
                    .isEqualTo("failed");
        } finally {
            process.kill();
        }
        for (String line : Files.readAllLines(data.resolve("server.log"))) {
            assertThat(JSON.readTree(line).path("time").asText()).endsWith("Z");
        }
        assertThat(data.resolve("server.log")).content().contains("\"message\":\"Millrace serves at http");
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    private static boolean loggedOf(Path data, String requestId) {
        try {
            for (String line : Files.readAllLines(data.resolve("server.log"))) {
                if (JSON.readTree(line).path("requestId").asText().equals(requestId)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
