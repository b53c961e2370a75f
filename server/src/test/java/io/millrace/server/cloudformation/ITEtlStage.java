package io.millrace.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.Pause;
import io.millrace.ci.livetest.RawLakeComparison;
import io.millrace.ci.livetest.TableName;
import io.millrace.server.TestingServer;
import io.millrace.server.cli.logs.LogsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** {@code etl-stage.yaml}, as it is deployed on AWS, on a whole server: it does its work, tells of what fails, and goes without a trace. */
class ITEtlStage {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String STACK = "stage";
    private static final String JOB = "millrace-test-raw-to-parquet";
    private static final String RAW = "millrace-test-raw-000000000000-us-east-1";
    private static final String LAKE = "millrace-test-lake-000000000000-us-east-1";
    private static final String FUNCTION_GROUP = "/aws/lambda/millrace-test-raw-object";
    private static final String JOB_GROUP = "/aws-glue/jobs/millrace-test";

    @TempDir
    private Path folder;

    private TestingServer server;
    private CloudFormationClient stacks;
    private TestingEtlStage stage;
    private SnsClient topics;
    private CloudWatchLogsClient logs;

    @BeforeEach
    void open() {
        server = TestingServer.start(folder);
        stacks = server.configure(CloudFormationClient.builder()).build();
        topics = server.configure(SnsClient.builder()).build();
        logs = server.configure(CloudWatchLogsClient.builder()).build();
        stage = new TestingEtlStage(stacks, STACK);
        TestingEtlStage.uploadFunctions(server);
    }

    @AfterEach
    void close() {
        stacks.close();
        topics.close();
        logs.close();
        server.close();
    }

    @Test
    void isDeployedDoesItsWorkTellsOfFailuresAndIsDeletedWithoutATrace() throws IOException {
        String operators =
                topics.createTopic(request -> request.name("operators")).topicArn();
        topics.subscribe(request -> request.topicArn(operators).protocol("file").endpoint("stacks.txt"));
        double deployed = seconds(() -> create(operators));
        // 10 s on two cores of its own (issue 6); other builds may have them, too.
        assertThat(deployed).isLessThan(30);

        upload();
        awaitLake();
        assertThat(comparedRows()).isEqualTo(40);
        theLogsAreThere();
        theCommandLineShowsThem();
        aFailedRunReachesTheAlertTopic();
        await().atMost(PATIENCE)
                .until(() -> notified("stacks.txt").stream()
                        .anyMatch(line -> line.contains("ResourceStatus='CREATE_COMPLETE'")
                                && line.contains("LogicalResourceId='" + STACK + "'")));

        emptyBuckets();
        double deleted = seconds(() -> {
            stacks.deleteStack(request -> request.stackName(STACK));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::isGone);
        });
        assertThat(deleted).isLessThan(15);
        topics.deleteTopic(request -> request.topicArn(operators));
        assertNothingIsLeft();
        System.out.printf("SAY etl-stage.yaml: deployed in %.1f s, deleted in %.1f s%n", deployed, deleted);
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private void create(String notified) {
        stage.create(Map.of("AlertProtocol", "file", "AlertEndpoint", "alerts.jsonl"), List.of(notified));
        assertThat(stage.stack().outputs())
                .extracting(Output::outputKey)
                .contains("RawTable", "LakeTable", "AlertTopicArn");
    }

    private void upload() {
        StringBuilder csv = new StringBuilder("pickup_datetime,fare_amount\n");
        for (int row = 0; row < 40; row++) {
            csv.append("2026-0%d-01 00:00:00,%d.25\n".formatted(row % 2 + 1, row));
        }
        server.s3().putObject(request -> request.bucket(RAW).key("data/a.csv"), RequestBody.fromString(csv.toString()));
    }

    private void awaitLake() {
        await().atMost(PATIENCE).until(() -> {
            runs().stream()
                    .filter(run -> run.errorMessage() != null)
                    .findFirst()
                    .ifPresent(run -> assertThat(run.errorMessage()).isNull());
            var crawler = server.glue()
                    .getCrawler(request -> request.name("millrace-test-lake"))
                    .crawler();
            LastCrawlInfo last = crawler.lastCrawl();
            return crawler.state() == CrawlerState.READY && last != null && last.status() == LastCrawlStatus.SUCCEEDED;
        });
    }

    private List<JobRun> runs() {
        return server.glue().getJobRuns(request -> request.jobName(JOB)).jobRuns();
    }

    private long comparedRows() {
        AthenaQueries queries = new AthenaQueries(
                server.athena(),
                "s3://" + LAKE + "/athena-results/",
                PATIENCE,
                InstantSource.system(),
                Pause.blocking());
        var compared = new RawLakeComparison(server.glue(), queries)
                .compare(
                        new TableName("nycitytaxi_test", "data"),
                        new TableName("nytaxiparquet_test", "datalake"),
                        "fare_amount");
        assertThat(compared.differences()).isEmpty();
        return compared.lakeRows();
    }

    private void theLogsAreThere() {
        assertThat(logs.describeLogGroups(request -> {}).logGroups())
                .extracting(LogGroup::logGroupName)
                .contains(FUNCTION_GROUP, "/aws/lambda/millrace-test-scheduled-etl", JOB_GROUP);
        assertThat(logs.filterLogEvents(
                                request -> request.logGroupName(FUNCTION_GROUP).filterPattern("Object arrived"))
                        .events())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.message()).contains("s3://" + RAW + "/data/a.csv"));
        String run = runs().get(0).id();
        assertThat(logs.getLogEvents(request -> request.logGroupName(JOB_GROUP).logStreamName(run))
                        .events())
                .isNotEmpty();
    }

    private void theCommandLineShowsThem() {
        assertThat(command("groups")).contains(FUNCTION_GROUP, JOB_GROUP, "7 days");
        assertThat(command("tail", FUNCTION_GROUP, "--since", "1h", "--filter", "arrived"))
                .contains("s3://" + RAW + "/data/a.csv")
                .doesNotContain("START RequestId");
    }

    private String command(String... arguments) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        CommandLine command = new CommandLine(new LogsCommand()).setOut(new PrintWriter(out));
        assertThat(command.execute(all.toArray(String[]::new))).isZero();
        return out.toString();
    }

    private void aFailedRunReachesTheAlertTopic() {
        String failed = server.glue()
                .startJobRun(request -> request.jobName(JOB).arguments(Map.of("--class", "no.Such")))
                .jobRunId();
        await().atMost(PATIENCE)
                .until(() -> notified("alerts.jsonl").stream()
                        .anyMatch(line -> line.contains(failed)
                                && line.contains("Glue Job State Change")
                                && line.contains("FAILED")));
        assertThat(notified("alerts.jsonl")).hasSize(1);
    }

    private List<String> notified(String file) throws UncheckedIOException {
        Path path = folder.resolve("notifications").resolve(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void emptyBuckets() {
        for (String bucket : List.of(RAW, LAKE)) {
            server.s3()
                    .listObjectsV2Paginator(request -> request.bucket(bucket))
                    .contents()
                    .forEach(object -> server.s3()
                            .deleteObject(request -> request.bucket(bucket).key(object.key())));
        }
    }

    private boolean isGone() {
        try {
            assertThat(stage.stack().stackStatusAsString()).isEqualTo("DELETE_IN_PROGRESS");
            return false;
        } catch (CloudFormationException e) {
            return Objects.requireNonNull(e.awsErrorDetails()).errorMessage().contains("does not exist");
        }
    }

    private void assertNothingIsLeft() {
        assertThat(server.s3().listBuckets().buckets()).extracting(Bucket::name).containsExactly("artifacts");
        assertThat(server.glue().getDatabases(request -> {}).databaseList()).isEmpty();
        assertThat(server.glue().getCrawlers(request -> {}).crawlers()).isEmpty();
        assertThat(server.glue().getJobs(request -> {}).jobs()).isEmpty();
        assertThat(server.glue().getTriggers(request -> {}).triggers()).isEmpty();
        assertThat(server.lambda().listFunctions().functions()).isEmpty();
        assertThat(topics.listTopics().topics()).isEmpty();
        assertThat(topics.listSubscriptions().subscriptions()).isEmpty();
        assertThat(logs.describeLogGroups(request -> {}).logGroups()).isEmpty();
        try (EventBridgeClient events =
                        server.configure(EventBridgeClient.builder()).build();
                SchedulerClient schedules =
                        server.configure(SchedulerClient.builder()).build();
                IamClient iam = server.configure(IamClient.builder()).build()) {
            assertThat(events.listRules(request -> {}).rules()).isEmpty();
            assertThat(schedules.listSchedules(request -> {}).schedules()).isEmpty();
            assertThat(iam.listRoles().roles()).isEmpty();
        }
        assertThat(folder.resolve("functions/logs")).isEmptyDirectory();
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }
}
