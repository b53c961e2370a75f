package io.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.crawl.CrawlCost;
import io.millrace.catalog.crawl.CrawlOutcome;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.InMemoryAccessKeys;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.ServiceDefinition;
import io.millrace.server.wire.ServiceException;
import io.millrace.server.wire.ServiceRegistry;
import io.millrace.server.wire.WireEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

class TestServerMetrics {
    private final ServerMetrics metrics = new ServerMetrics("1.2.3");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        metrics.close();
    }

    private String page() {
        HttpAnswer answer = metrics.page();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Content-Type")).startsWith("text/plain");
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void countsCrawlsAndWhatTheyAskedOfTheStore() {
        CrawlMeter meter = metrics.crawlMeter();
        CrawlReport report =
                new CrawlReport(2, 1, 0, 7, List.of("s3://b/x: why"), new CrawlCost(3, 40, 2500, 30, 4096));
        CrawlOutcome succeeded = new CrawlOutcome(LastCrawlStatus.SUCCEEDED, "", Optional.of(report), report.cost());
        meter.crawlMeasured(succeeded, Duration.ofSeconds(2));
        meter.crawlMeasured(succeeded, Duration.ofSeconds(2));
        CrawlCost spent = new CrawlCost(1, 5, 0, 0, 0);
        meter.crawlMeasured(
                new CrawlOutcome(LastCrawlStatus.FAILED, "why", Optional.empty(), spent), Duration.ofSeconds(1));
        assertThat(page())
                .contains("millrace_crawl_duration_seconds_count{status=\"succeeded\"} 2")
                .contains("millrace_crawl_duration_seconds_count{status=\"failed\"} 1")
                .contains("millrace_crawl_requests_total{class=\"c\",kind=\"list\"} 7.0")
                .contains("millrace_crawl_requests_total{class=\"b\",kind=\"read\"} 85.0")
                .contains("millrace_crawl_objects_listed_total 5000.0")
                .contains("millrace_crawl_objects_opened_total 60.0")
                .contains("millrace_crawl_read_bytes_total 8192.0")
                .contains("millrace_crawl_skipped_total 2.0")
                .contains("millrace_crawl_tables_total{change=\"created\"} 4.0")
                .contains("millrace_crawl_partitions_added_total 14.0");
    }

    @Test
    void countsCallsAndErrorsByOperation() throws Exception {
        InMemoryAccessKeys keys = new InMemoryAccessKeys();
        keys.add(AccessKey.of("AKIA", "secret"));
        ServiceDefinition service = ServiceDefinition.builder("glue")
                .operation(GetDatabaseRequest.class, TestServerMetrics::getDatabase)
                .build();
        WireEndpoint endpoint = new WireEndpoint(
                ServiceRegistry.of(service),
                new SignatureVerifier(keys, "us-east-1", InstantSource.system()),
                CallAuthorizer.ALLOW_ALL,
                List.of(metrics.callObserver()));
        try (HttpServer http = metrics.watched(HttpServer.start(HttpSettings.on("127.0.0.1", 0), endpoint, Map.of()));
                GlueClient glue = client(http)) {
            glue.getDatabase(request -> request.name("there"));
            glue.getDatabase(request -> request.name("there"));
            assertThatThrownBy(() -> glue.getDatabase(request -> request.name("missing")))
                    .isInstanceOf(EntityNotFoundException.class);
            assertThatThrownBy(() ->
                            glue.getTable(request -> request.databaseName("d").name("t")))
                    .isInstanceOf(GlueException.class);

            assertThat(page())
                    .contains("millrace_calls_seconds_count{operation=\"GetDatabase\",service=\"glue\"} 3\n")
                    .contains(
                            "millrace_calls_seconds_bucket{operation=\"GetDatabase\",service=\"glue\",le=\"10.0\"} 3\n")
                    .contains("millrace_call_errors_total{error=\"EntityNotFoundException\",operation=\"GetDatabase\","
                            + "service=\"glue\"} 1.0")
                    .contains("millrace_call_errors_total{error=\"UnknownOperationException\",operation=\"unknown\","
                            + "service=\"glue\"} 1.0")
                    .doesNotContain("GetTable");
            // An answer counts when it is over, which a client may see before.
            await().untilAsserted(() -> assertThat(page())
                    .contains("millrace_http_answers_total{status=\"2xx\"} 2.0")
                    .contains("millrace_http_answers_total{status=\"4xx\"} 2.0")
                    .containsPattern("millrace_http_connections [1-9]"));
        }
    }

    private static GetDatabaseResponse getDatabase(GetDatabaseRequest request) {
        if (request.name().equals("missing")) {
            throw new ServiceException("EntityNotFoundException", 400, "no");
        }
        return GetDatabaseResponse.builder().build();
    }

    private static GlueClient client(HttpServer http) {
        return GlueClient.builder()
                .endpointOverride(http.uri())
                .region(Region.US_EAST_1)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .build();
    }

    @Test
    void timesTransactionsAlsoThoseThatFail() {
        try (SqliteDatabase sqlite = SqliteDatabase.open(folder.resolve("m.db"))) {
            CatalogDatabase database = metrics.metered(sqlite);
            metrics.watchPools(sqlite);
            database.read(
                    handle -> handle.select("SELECT 1").mapTo(Integer.class).one());
            database.write(handle -> handle.execute("CREATE TABLE t (a)"));
            assertThatThrownBy(() -> database.write(handle -> {
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(page())
                    .contains("millrace_store_transactions_seconds_count{kind=\"read\"} 1\n")
                    .contains("millrace_store_transactions_seconds_count{kind=\"write\"} 2\n")
                    .contains("millrace_store_write_wait_seconds_count 2\n")
                    .contains("millrace_pool_connections{pool=\"sqlite\",state=\"active\"} 0.0")
                    .contains("millrace_pool_connections{pool=\"sqlite\",state=\"limit\"} 8.0");
        }
    }

    @Test
    void showsTheProcessAndTheBuild() {
        assertThat(page())
                .containsPattern("millrace_build_info\\{java=\"[^\"]+\",version=\"1.2.3\"} 1")
                .contains("jvm_memory_used_bytes{area=\"heap\"")
                .contains("jvm_threads_live_threads ")
                .contains("process_uptime_seconds ");
    }
}
