package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.MillraceHome;
import io.millrace.server.TestingServer;
import io.millrace.server.data.AdministratorKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CrawlerHistoryState;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.NoScheduleException;
import software.amazon.awssdk.services.glue.model.SchedulerRunningException;

/** A whole server as Debian's AWS CLI sees it, with the right key and with wrong ones. */
final class ITAwsCli {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int AT_ONCE = 3;
    private static final Set<String> ONE_OF_EACH_SERVICE =
            Set.of("s3 ls", "glue get-tables", "athena start-query-execution", "lambda invoke");

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static AwsCli aws;

    @BeforeAll
    static void start() throws IOException {
        server = TestingServer.start(folder.resolve("data"));
        AdministratorKey key = server.server().administratorKey();
        aws = new AwsCli(
                server.server().endpoint(),
                server.server().storageEndpoint(),
                folder,
                key.accessKeyId(),
                key.secretAccessKey());
        Files.writeString(folder.resolve("trips.csv"), "id,city,fare\n1,Köln,2.5\n2,Bonn,3.25\n3,Köln,4\n");
        Files.writeString(folder.resolve("event.json"), """
                {"Records": [{
                  "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
                  "eventTime": "2026-11-22T05:30:00.000Z", "eventName": "ObjectCreated:Put",
                  "userIdentity": {"principalId": "me"}, "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                  "responseElements": {},
                  "s3": {
                    "s3SchemaVersion": "1.0", "configurationId": "raw",
                    "bucket": {"name": "cli-raw", "arn": "arn:aws:s3:::cli-raw"},
                    "object": {"key": "trips/trips.csv", "size": 41, "eTag": "0", "sequencer": "00"}}}]}
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode aws(String name, String id) throws IOException, InterruptedException {
        return JSON.readTree(
                aws.succeed(Objects.requireNonNull(AwsCommands.of(folder, id).get(name), name)));
    }

    private static String awsText(String name) throws IOException, InterruptedException {
        return aws.succeed(Objects.requireNonNull(AwsCommands.of(folder, "").get(name), name));
    }

    @Test
    void runsTheWholeChain() throws Exception {
        aws.succeed(List.of("s3", "mb", "s3://cli-raw"));
        aws.succeed(List.of("s3", "mb", "s3://cli-lake"));
        awsText("s3 cp");
        assertThat(awsText("s3 ls")).containsPattern("\\d+ trips/trips.csv");

        assertThat(awsText("glue create-database")).isEmpty();
        assertThat(awsText("glue create-crawler")).isEmpty();
        assertThat(awsText("glue start-crawler")).isEmpty();
        awaitCrawl();
        assertThat(aws("glue get-crawler", "").at("/Crawler/LastCrawl/Status").asText())
                .isEqualTo("SUCCEEDED");
        crawlIsInTheHistory();
        commandLineCrawlsBesideTheServer();
        JsonNode tables = aws("glue get-tables", "");
        assertThat(tables.at("/TableList")).hasSize(1);
        assertThat(tables.at("/TableList/0/Name").asText()).isEqualTo("trips");
        assertThat(tables.at("/TableList/0/StorageDescriptor/Columns").findValuesAsText("Type"))
                .containsExactly("int", "string", "double");

        assertThat(aws("glue create-job", "").at("/Name").asText()).isEqualTo("cli-etl");
        String run = aws("glue start-job-run", "").at("/JobRunId").asText();
        awaitRun(run);
        JsonNode ended = aws("glue get-job-run", run).at("/JobRun");
        assertThat(ended.at("/JobRunState").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
        assertThat(aws("glue get-partitions", "").findValues("Values"))
                .extracting(values -> values.path(0).asText())
                .containsExactly("Bonn", "Köln");

        queryReadsTheLake();
        functionStartsTheCrawler();
    }

    private static void commandLineCrawlsBesideTheServer() throws IOException {
        JsonNode planned = crawl("--dry-run");
        assertThat(planned.at("/tables/0/action").asText()).isEqualTo("CREATE");
        assertThat(planned.at("/tables/0/name").asText()).isEqualTo("trips");
        assertThat(crawl().at("/tablesCreated").asInt()).isEqualTo(1);
        JsonNode again = crawl();
        assertThat(again.at("/tablesCreated").asInt()).isZero();
        assertThat(again.at("/cost/readRequests").asInt()).isZero();
        assertThat(crawl("--dry-run").at("/tables/0/action").asText()).isEqualTo("UNCHANGED");
        try (GlueClient glue = server.glue()) {
            assertThat(glue.getTable(request -> request.databaseName("by-hand").name("trips"))
                            .table()
                            .storageDescriptor()
                            .location())
                    .isEqualTo("s3://cli-raw/trips/");
        }
    }

    private static JsonNode crawl(String... more) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("crawl", "s3://cli-raw/trips/", "--database", "by-hand"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--json", "--data", folder.resolve("data").toString()));
        int exit = MillraceCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        assertThat(exit).as("%s", err).isZero();
        return JSON.readTree(out.toString());
    }

    private static void crawlIsInTheHistory() {
        try (GlueClient glue = server.glue()) {
            assertThat(glue.listCrawls(request -> request.crawlerName("cli-raw"))
                            .crawls())
                    .singleElement()
                    .satisfies(crawl -> {
                        assertThat(crawl.state()).isEqualTo(CrawlerHistoryState.COMPLETED);
                        assertThat(crawl.endTime()).isAfter(crawl.startTime());
                        assertThat(crawl.summary()).contains("\"TABLE\":{\"ADD\":{\"Count\":1}");
                    });
            assertThat(glue.getCrawlerMetrics(request -> request.crawlerNameList("cli-raw"))
                            .crawlerMetricsList())
                    .singleElement()
                    .satisfies(metrics -> {
                        assertThat(metrics.tablesCreated()).isEqualTo(1);
                        assertThat(metrics.medianRuntimeSeconds()).isPositive();
                    });
            assertThatThrownBy(() -> glue.startCrawlerSchedule(request -> request.crawlerName("cli-raw")))
                    .isInstanceOf(NoScheduleException.class);
            glue.updateCrawlerSchedule(request -> request.crawlerName("cli-raw").schedule("cron(0 3 1 1 ? 2199)"));
            assertThatThrownBy(() -> glue.startCrawlerSchedule(request -> request.crawlerName("cli-raw")))
                    .isInstanceOf(SchedulerRunningException.class);
            glue.stopCrawlerSchedule(request -> request.crawlerName("cli-raw"));
        }
    }

    private static void queryReadsTheLake() throws Exception {
        String query =
                aws("athena start-query-execution", "").at("/QueryExecutionId").asText();
        awaitQuery(query);
        assertThat(aws("athena get-query-execution", query)
                        .at("/QueryExecution/Status/State")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(aws("athena get-query-results", query).findValuesAsText("VarCharValue"))
                .containsExactly("city", "fares", "Bonn", "3.25", "Köln", "6.5");
    }

    private static void functionStartsTheCrawler() throws Exception {
        Path jar = MillraceHome.fromSystemProperty().functionJar();
        aws.succeed(List.of("s3", "cp", jar.toString(), "s3://cli-raw/handlers.jar", "--no-progress"));
        assertThat(aws("lambda create-function", "").at("/State").asText()).isEqualTo("Active");
        JsonNode invoked = aws("lambda invoke", "");
        assertThat(invoked.at("/StatusCode").asInt()).isEqualTo(200);
        JsonNode answer = JSON.readTree(folder.resolve("answer.json").toFile());
        assertThat(invoked.has("FunctionError")).as("%s", answer).isFalse();
        assertThat(answer.at("/target").asText()).isEqualTo("crawler cli-raw");
        assertThat(answer.at("/outcome").asText()).isEqualTo("STARTED");
        awaitCrawl();
    }

    @Test
    void movesAPipeline() throws Exception {
        try (PipelineByCli pipeline = new PipelineByCli(server, aws, folder)) {
            pipeline.deliver();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wrong secret, InvalidSignatureException, SignatureDoesNotMatch|403",
        "unknown key id, UnrecognizedClientException, InvalidAccessKeyId|403"
    })
    void refusesACommandOfEachServiceWithA(String wrong, String error, String storageError) throws Exception {
        assertRefused(ONE_OF_EACH_SERVICE::contains, wrong, error, storageError);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong secret, InvalidSignatureException, SignatureDoesNotMatch|403",
        "unknown key id, UnrecognizedClientException, InvalidAccessKeyId|403"
    })
    @Tag("long")
    void refusesEveryCommandWithA(String wrong, String error, String storageError) throws Exception {
        assertRefused(name -> true, wrong, error, storageError);
    }

    private static void assertRefused(Predicate<String> chosen, String wrong, String error, String storageError)
            throws Exception {
        AdministratorKey key = server.server().administratorKey();
        AwsCli other = wrong.equals("wrong secret")
                ? aws.withKey(key.accessKeyId(), key.secretAccessKey() + "x")
                : aws.withKey("AKIA0000000000000000", key.secretAccessKey());
        Map<String, Future<AwsCli.Outcome>> outcomes = new LinkedHashMap<>();
        ExecutorService some = Executors.newFixedThreadPool(AT_ONCE);
        try {
            AwsCommands.of(folder, "00000000-0000-0000-0000-000000000000").forEach((name, command) -> {
                if (chosen.test(name)) {
                    outcomes.put(name, some.submit(() -> other.run(command)));
                }
            });
            assertThat(outcomes).hasSizeGreaterThanOrEqualTo(ONE_OF_EACH_SERVICE.size());
            for (Map.Entry<String, Future<AwsCli.Outcome>> entry : outcomes.entrySet()) {
                AwsCli.Outcome refused = entry.getValue().get();
                assertThat(refused.exit()).as(entry.getKey()).isNotZero();
                assertThat(refused.out()).as(entry.getKey()).isEmpty();
                assertThat(refused.err())
                        .as(entry.getKey())
                        .containsPattern(entry.getKey().startsWith("s3") ? storageError : "\\(" + error + "\\)")
                        .doesNotContain(key.secretAccessKey());
            }
        } finally {
            some.shutdownNow();
        }
    }

    private static void awaitCrawl() {
        try (GlueClient glue = server.glue()) {
            await().atMost(PATIENCE)
                    .until(() -> glue.getCrawler(request -> request.name("cli-raw"))
                                    .crawler()
                                    .state()
                            == CrawlerState.READY);
        }
    }

    private static void awaitRun(String id) {
        try (GlueClient glue = server.glue()) {
            await().atMost(PATIENCE)
                    .until(() ->
                            glue.getJobRun(request -> request.jobName("cli-etl").runId(id))
                                            .jobRun()
                                            .completedOn()
                                    != null);
        }
    }

    private static void awaitQuery(String id) {
        try (AthenaClient athena = server.athena()) {
            await().atMost(PATIENCE)
                    .until(() -> athena.getQueryExecution(request -> request.queryExecutionId(id))
                                    .queryExecution()
                                    .status()
                                    .state()
                            == QueryExecutionState.SUCCEEDED);
        }
    }
}
