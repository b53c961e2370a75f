package io.millrace.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.TestingServer;
import io.millrace.server.config.NotificationConfig;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.StorageConfig;
import io.millrace.server.config.WebhookSecret;
import io.millrace.server.event.b2.B2Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * B2's events posted to a whole server over HTTP: the function starts the trigger, whose job reads with a bookmark. Each object has one
 * row, so the lake says whether each was in exactly one run's input.
 */
class ITWebhook {
    private static final String SECRET = "0123456789abcdefghijABCDEFGHIJkl";
    private static final String ROLE = "arn:aws:iam::000000000000:role/testing";
    private static final Path HANDLER_JAR =
            Path.of(System.getProperty("millrace.home"), "lambda-triggers/target/millrace-lambda-triggers.jar");
    private static final int OBJECTS_A_POST = 25;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestingServer server;
    private S3Client s3;
    private GlueClient glue;

    @BeforeEach
    void start() throws IOException {
        ServerConfig local = ServerConfig.local(folder);
        server = TestingServer.start(new ServerConfig(
                local.dataFolder(),
                local.bindAddress(),
                0,
                local.region(),
                new StorageConfig(Optional.empty(), 0, Optional.of(new WebhookSecret(SECRET))),
                Optional.of("s3://lake/results/"),
                List.of(new NotificationConfig("raw", "in/", ".csv", "starter")),
                local.observability(),
                local.security(),
                local.catalog()));
        s3 = server.s3();
        glue = server.glue();
        for (String bucket : List.of("raw", "lake")) {
            s3.createBucket(request -> request.bucket(bucket));
        }
        createTable();
        createChain();
    }

    private void createTable() {
        for (String database : List.of("raw", "lake")) {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        }
        glue.createTable(request -> request.databaseName("raw")
                .tableInput(table -> table.name("in")
                        .tableType("EXTERNAL_TABLE")
                        .parameters(Map.of("classification", "csv", "skip.header.line.count", "1"))
                        .storageDescriptor(storage -> storage.location("s3://raw/in/")
                                .columns(Column.builder()
                                        .name("id")
                                        .type("bigint")
                                        .build())
                                .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                                .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                                .serdeInfo(serde -> serde.serializationLibrary(
                                                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                                        .parameters(Map.of("field.delim", ","))))));
    }

    private void createChain() throws IOException {
        glue.createJob(request -> request.name("etl")
                .role(ROLE)
                .command(command -> command.name("glueetl").scriptLocation("s3://lake/jobs/RawToParquetJob.scala"))
                .defaultArguments(Map.of(
                        "--class", "io.millrace.etl.job.RawToParquetJob",
                        "--source-database", "raw",
                        "--source-table", "in",
                        "--target-path", "s3://lake/out/",
                        "--target-database", "lake",
                        "--target-table", "out",
                        "--job-bookmark-option", "job-bookmark-enable"))
                .executionProperty(property -> property.maxConcurrentRuns(1)));
        glue.createTrigger(request -> request.name("start")
                .type(TriggerType.ON_DEMAND)
                .actions(Action.builder().jobName("etl").build()));
        FunctionCode code = FunctionCode.builder()
                .zipFile(SdkBytes.fromByteArray(Files.readAllBytes(HANDLER_JAR)))
                .build();
        try (LambdaClient lambda = server.lambda()) {
            lambda.createFunction(request -> request.functionName("starter")
                    .runtime("java17")
                    .handler("io.millrace.lambda.RawObjectHandler::handleRequest")
                    .role(ROLE)
                    .environment(environment -> environment.variables(Map.of("TRIGGER_NAME", "start")))
                    .code(code));
        }
    }

    @AfterEach
    void stop() {
        s3.close();
        glue.close();
        server.close();
    }

    @Test
    void eachOfAHundredObjectsIsInOneRunsInput() throws Exception {
        Delivery delivery = new Delivery();
        delivery.post(0, 100);
        delivery.end();

        eachObjectIsInOneRunsInput(100, 1);
        eachObjectIsNoticedOnce(100);
        delivery.say(100);
    }

    /** Between its quarters the arrival waits for the next run, so that starts come while runs are at work, and wait for them. */
    @Test
    @Tag("long")
    void eachOfAThousandObjectsInAMinuteIsInOneOfSeveralRunsInputs() throws Exception {
        Delivery delivery = new Delivery();
        for (int quarter = 0; quarter < 4; quarter++) {
            delivery.post(quarter * 250, quarter * 250 + 250);
            int wanted = Math.min(quarter + 1, 3);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> runs().size() >= wanted);
        }
        delivery.end();

        eachObjectIsInOneRunsInput(1_000, 3);
        eachObjectIsNoticedOnce(1_000);
        delivery.say(1_000);
    }

    /** Objects that arrive, with B2's events of them. */
    private final class Delivery {
        private final long begun = System.nanoTime();
        private final List<String> again = new ArrayList<>();
        private Duration slowest = Duration.ZERO;
        private Duration posting = Duration.ZERO;

        /** Adds to the time that the arrival itself takes. */
        void post(int first, int end) throws Exception {
            long start = System.nanoTime();
            for (int from = first; from < end; from += OBJECTS_A_POST) {
                List<String> events = new ArrayList<>(again);
                again.clear();
                for (int i = from; i < from + OBJECTS_A_POST; i++) {
                    String key = "in/" + i + ".csv";
                    String content = "id\n" + i + "\n";
                    s3.putObject(request -> request.bucket("raw").key(key), RequestBody.fromString(content));
                    events.add(event(i, key));
                    if (i % 10 == 0) {
                        again.add(event(i, key));
                    }
                }
                // Those that come again come in any order, with the next ones.
                Collections.shuffle(events, new Random(from));
                Duration took = ITWebhook.this.post(events);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            posting = posting.plusNanos(System.nanoTime() - start);
        }

        void end() throws Exception {
            ITWebhook.this.post(again);
            assertThat(slowest).isLessThan(Duration.ofSeconds(3));
            assertThat(posting).isLessThan(Duration.ofMinutes(1));
        }

        void say(int objects) {
            System.out.printf(
                    "SAY %d objects posted in %.1f s (slowest answer %d ms), in the lake after %.1f s by %d runs%n",
                    objects,
                    posting.toMillis() / 1e3,
                    slowest.toMillis(),
                    (System.nanoTime() - begun) / 1e9,
                    runs().size());
        }
    }

    private void eachObjectIsInOneRunsInput(int objects, int leastRuns) {
        await().atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> rows().equals(objects + "/" + objects));
        // A start that waited for the run before it comes after all rows are there.
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(runs()).extracting(JobRun::jobRunState).containsOnly(JobRunState.SUCCEEDED));
        assertThat(rows()).isEqualTo(objects + "/" + objects);
        Map<String, Set<String>> runsByInput = runsByInput();
        assertThat(runsByInput).hasSize(objects);
        assertThat(runsByInput.values()).allSatisfy(runs -> assertThat(runs).hasSize(1));
        assertThat(runsByInput.values().stream().flatMap(Set::stream).distinct())
                .hasSizeGreaterThanOrEqualTo(leastRuns);
    }

    /** The job's ledger: which runs have committed an object as their input. */
    private Map<String, Set<String>> runsByInput() {
        Map<String, Set<String>> runs = new HashMap<>();
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("millrace.db"))) {
            database.jdbi()
                    .useHandle(handle -> handle.select("SELECT i.uri, b.run_id FROM glue_batch_inputs i"
                                    + " JOIN glue_batches b ON b.id = i.batch_id WHERE b.state = 'COMMITTED'")
                            .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                            .forEach(input -> runs.computeIfAbsent(input.getKey(), uri -> new HashSet<>())
                                    .add(input.getValue())));
        }
        return runs;
    }

    /** The bucket is watched, and could be listed too: with the webhook on, the webhook alone tells the function of an object. */
    private void eachObjectIsNoticedOnce(int objects) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(arrived()).hasSizeGreaterThanOrEqualTo(objects));
        assertThat(arrived()).doesNotHaveDuplicates().hasSize(objects);
    }

    /** What the function has logged of the objects that it was told of. */
    private List<String> arrived() {
        List<String> arrived = new ArrayList<>();
        try (CloudWatchLogsClient logs =
                server.configure(CloudWatchLogsClient.builder()).build()) {
            logs.filterLogEventsPaginator(request ->
                            request.logGroupName("/aws/lambda/starter").filterPattern("Object arrived"))
                    .events()
                    .forEach(event -> Pattern.compile("s3://raw/\\S+")
                            .matcher(event.message())
                            .results()
                            .forEach(match -> arrived.add(match.group())));
        }
        return arrived;
    }

    private static String event(int number, String key) {
        return ("{\"accountId\":\"a\",\"bucketId\":\"b\",\"bucketName\":\"raw\",\"eventId\":\"event-%d\","
                        + "\"eventTimestamp\":1795341600000,\"eventType\":\"b2:ObjectCreated:Upload\","
                        + "\"eventVersion\":1,\"matchedRuleName\":\"rule-1\",\"objectName\":\"%s\","
                        + "\"objectSize\":7,\"objectVersionId\":\"v\"}")
                .formatted(number, key);
    }

    private Duration post(List<String> events) throws Exception {
        byte[] body = ("{\"events\":[" + String.join(",", events) + "]}").getBytes(StandardCharsets.UTF_8);
        URI uri = server.server().endpoint().resolve(B2Webhook.PATH);
        long begun = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("X-Bz-Event-Notification-Signature", signature(body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String signature(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private List<JobRun> runs() {
        return glue.getJobRuns(request -> request.jobName("etl")).jobRuns();
    }

    /** Rows and different ids of the lake's table; the reason as long as there is no table. */
    private String rows() {
        try (AthenaClient athena = server.athena()) {
            String id = athena.startQueryExecution(
                            request -> request.queryString("SELECT count(*), count(DISTINCT id) FROM lake.out"))
                    .queryExecutionId();
            QueryExecution query = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> athena.getQueryExecution(request -> request.queryExecutionId(id))
                                    .queryExecution(),
                            one -> one.status().completionDateTime() != null);
            if (query.status().state() != QueryExecutionState.SUCCEEDED) {
                return query.status().stateChangeReason();
            }
            var row = athena.getQueryResults(request -> request.queryExecutionId(id))
                    .resultSet()
                    .rows()
                    .get(1);
            return row.data().get(0).varCharValue() + "/" + row.data().get(1).varCharValue();
        }
    }
}
