package io.millrace.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
                        "--job-bookmark-option", "job-bookmark-enable")));
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
        deliver(100);
    }

    @Test
    @Tag("long")
    void eachOfAThousandObjectsInAMinuteIsInOneRunsInput() throws Exception {
        deliver(1_000);
    }

    private void deliver(int objects) throws Exception {
        long begun = System.nanoTime();
        List<String> again = new ArrayList<>();
        Duration slowest = Duration.ZERO;
        for (int from = 0; from < objects; from += OBJECTS_A_POST) {
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
            Duration took = post(events);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        post(again);
        Duration posting = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(posting).isLessThan(Duration.ofMinutes(1));
        assertThat(slowest).isLessThan(Duration.ofSeconds(3));

        await().atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> rows().equals(objects + "/" + objects));
        await().atMost(Duration.ofMinutes(1)).until(() -> runs().stream().allMatch(run -> run.completedOn() != null));
        assertThat(rows()).isEqualTo(objects + "/" + objects);
        assertThat(runs()).extracting(JobRun::jobRunState).containsOnly(JobRunState.SUCCEEDED);
        System.out.printf(
                "%d objects posted in %.1f s (slowest answer %d ms), in the lake after %.1f s by %d runs%n",
                objects,
                posting.toMillis() / 1e3,
                slowest.toMillis(),
                (System.nanoTime() - begun) / 1e9,
                runs().size());
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
