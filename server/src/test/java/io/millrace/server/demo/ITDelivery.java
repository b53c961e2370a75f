package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.pipeline.view.ExecutionView.ActionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Nothing reaches production that has not run on real data: commits to the taxi stage's repository, which the pipeline of the template
 * delivers, or stops where it must. Everything is real: git, builds, stacks, crawls, jobs, queries, the live test as a program in its build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ITDelivery {
    private static final String TEST_STACK = "millrace-test";
    private static final String PROD_STACK = "millrace-prod";
    private static final String PROD_JOB = "millrace-prod-raw-to-parquet";
    private static final String JOB_ARGUMENT = "        --compression: !Ref Compression\n";
    private static final int ROWS = DeliverySite.FILES * DeliverySite.ROWS_PER_FILE;
    private static final Duration SCHEDULE_PATIENCE = Duration.ofMinutes(5);

    private DeliverySite site;

    @BeforeAll
    void stand(@TempDir Path folder) throws IOException {
        site = new DeliverySite(folder);
    }

    @AfterAll
    void close() {
        site.close();
    }

    @Test
    @Order(1)
    void whatIsTestedAndApprovedGoesToProductionAndTheTestStageGoes() {
        site.awaitApproval();
        assertThat(site.newestLog().orElseThrow())
                .contains("passed   Counts and sums of raw and lake agree", "11 checks passed, 0 failed, 0 left out");
        List<StackResourceSummary> resources = resources(TEST_STACK);
        assertThat(resources)
                .hasSizeGreaterThan(25)
                .allSatisfy(resource ->
                        assertThat(resource.resourceStatusAsString()).isEqualTo("CREATE_COMPLETE"));
        assertThat(ofTheTestStage()).hasSizeGreaterThan(15);

        site.decide(ApprovalStatus.APPROVED);
        site.awaitEnd(PipelineExecutionStatus.SUCCEEDED);

        assertThat(ofTheTestStage()).isEmpty();
        assertThat(prod().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        try (EventBridgeClient events =
                site.server().configure(EventBridgeClient.builder()).build()) {
            assertThat(events.describeRule(request -> request.name("millrace-prod-etl")))
                    .satisfies(rule -> assertThat(rule.state()).isEqualTo(RuleState.ENABLED))
                    .satisfies(rule -> assertThat(rule.scheduleExpression()).isEqualTo("rate(1 minute)"));
        }
        try (S3Client s3 = site.server().s3()) {
            s3.putObject(
                    request -> request.bucket("millrace-prod-raw-000000000000-us-east-1")
                            .key("data/trips.csv"),
                    site.tripFile());
        }
    }

    @Test
    @Order(2)
    void aJobThatSilentlyLosesRowsIsStoppedByTheLiveTestWithCounts() throws IOException {
        deliverFirst();
        Instant before = prod().creationTime();
        site.change("etl-stage.yaml", JOB_ARGUMENT, JOB_ARGUMENT + "        --where: fare_amount >= 10\n");
        site.push("Leave small fares out");
        site.awaitEnd(PipelineExecutionStatus.FAILED);

        assertStopped("AutomatedLiveTest");
        assertThat(site.newestLog().orElseThrow())
                .contains("FAILED   Counts and sums of raw and lake agree")
                .containsPattern("nycitytaxi_test.data has " + ROWS + " rows, nytaxiparquet_test.datalake has \\d+")
                .contains("query: SELECT count(*)")
                .doesNotContain("FAILED   All crawls and jobs succeed");
        assertThat(prod().lastUpdatedTime()).isIn(null, before);
        site.restoreTemplate();
    }

    @Test
    @Order(3)
    void productionRunsOnItsSchedule() {
        deliverFirst();
        // The upload has started a chain, too: one that began after the schedule's function ran is the schedule's.
        Instant fired = await().atMost(SCHEDULE_PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(this::lastFiring, time -> time.isAfter(Instant.EPOCH));
        try (GlueClient glue = site.server().glue()) {
            await().atMost(SCHEDULE_PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> glue.getJobRuns(request -> request.jobName(PROD_JOB)).jobRuns().stream()
                            .filter(run -> run.startedOn().isAfter(fired))
                            .map(JobRun::jobRunState)
                            .anyMatch(JobRunState.SUCCEEDED::equals));
        }
    }

    private Instant lastFiring() {
        try (CloudWatchLogsClient logs =
                site.server().configure(CloudWatchLogsClient.builder()).build()) {
            return logs
                    .filterLogEvents(request -> request.logGroupName("/aws/lambda/millrace-prod-scheduled-etl"))
                    .events()
                    .stream()
                    .map(event -> Instant.ofEpochMilli(event.timestamp()))
                    .findFirst()
                    .orElse(Instant.EPOCH);
        }
    }

    @Test
    @Tag("long")
    @Order(4)
    void aBrokenJobIsStoppedByTheLiveTest() throws IOException {
        deliverFirst();
        site.change("etl-stage.yaml", JOB_ARGUMENT, JOB_ARGUMENT + "        --where: no_such_column > 1\n");
        site.push("Break the job");
        site.awaitEnd(PipelineExecutionStatus.FAILED);

        assertStopped("AutomatedLiveTest");
        assertThat(site.newestLog().orElseThrow())
                .contains(
                        "FAILED   All crawls and jobs succeed",
                        "no_such_column",
                        "Not checked, because the chain did not succeed")
                .contains("0 left out");
        site.restoreTemplate();
    }

    @Test
    @Tag("long")
    @Order(5)
    void aBrokenTemplateIsStoppedAtItsDeploymentAndRolledBack() throws IOException {
        deliverFirst();
        site.change(
                "etl-stage.yaml",
                "SchemaChangePolicy:\n        UpdateBehavior: UPDATE_IN_DATABASE",
                "SchemaChangePolicy:\n        UpdateBehavior: REWRITE_IT_ALL");
        site.push("Break the template");
        site.awaitEnd(PipelineExecutionStatus.FAILED);

        assertStopped("Deploy");
        assertThat(site.action("Deploy").detail()).contains("Crawler").contains("REWRITE_IT_ALL");
        assertThat(site.status("AutomatedLiveTest")).isEqualTo("-");
        site.restoreTemplate();
    }

    @Test
    @Tag("long")
    @Order(6)
    void whatIsRejectedGoesNowhere() throws IOException {
        deliverFirst();
        site.change("parameters/prod.json", "\"90\"", "\"180\"");
        site.push("Keep logs longer");
        site.awaitApproval();
        site.decide(ApprovalStatus.REJECTED);
        site.awaitEnd(PipelineExecutionStatus.FAILED);
        assertStopped("LiveTestApproval");
        assertThat(site.action("LiveTestApproval").detail()).contains("Seen");
    }

    @Test
    @Tag("long")
    @Order(7)
    void whatNobodyApprovesInTimeGoesNowhere() throws IOException {
        deliverFirst();
        site.pipelines().updatePipeline(update -> update.pipeline(withApprovalTimeout()));
        site.change("parameters/prod.json", "\"NumberOfWorkers\": \"2\"", "\"NumberOfWorkers\": \"3\"");
        site.push("One more worker");
        site.awaitApproval();
        site.awaitEnd(PipelineExecutionStatus.FAILED);
        assertStopped("LiveTestApproval");
    }

    /** Five minutes, which is CodePipeline's least. */
    private PipelineDeclaration withApprovalTimeout() {
        PipelineDeclaration pipeline = site.pipelines()
                .getPipeline(request -> request.name(site.pipeline()))
                .pipeline();
        return pipeline.toBuilder()
                .stages(pipeline.stages().stream()
                        .map(ITDelivery::withApprovalTimeout)
                        .toList())
                .build();
    }

    private static StageDeclaration withApprovalTimeout(StageDeclaration stage) {
        List<ActionDeclaration> actions = stage.actions().stream()
                .map(action -> action.actionTypeId().provider().equals("Manual")
                        ? action.toBuilder().timeoutInMinutes(5).build()
                        : action)
                .toList();
        return stage.toBuilder().actions(actions).build();
    }

    /** Each test can be run alone. */
    private void deliverFirst() {
        if (site.stacks().describeStacks().stacks().stream()
                .noneMatch(stack -> stack.stackName().equals(PROD_STACK))) {
            whatIsTestedAndApprovedGoesToProductionAndTheTestStageGoes();
        }
    }

    private void assertStopped(String action) {
        assertThat(site.status(action)).isEqualTo("Failed");
        assertThat(site.status("LiveTestCleanup")).isEqualTo("Succeeded");
        assertThat(site.status("CreateChangeSet")).isEqualTo("-");
        assertThat(site.view().stages().get(3).actions().stream().map(ActionView::status))
                .containsOnly("-");
        assertThat(ofTheTestStage()).isEmpty();
        assertThat(prod().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    }

    private Stack prod() {
        return site.stacks()
                .describeStacks(request -> request.stackName(PROD_STACK))
                .stacks()
                .get(0);
    }

    private List<StackResourceSummary> resources(String stack) {
        return site
                .stacks()
                .listStackResourcesPaginator(request -> request.stackName(stack))
                .stackResourceSummaries()
                .stream()
                .toList();
    }

    /** By its services, whatever is named after the test stage. */
    private List<String> ofTheTestStage() {
        List<String> names = new ArrayList<>();
        try (S3Client s3 = site.server().s3();
                GlueClient glue = site.server().glue();
                LambdaClient lambda = site.server().lambda();
                IamClient iam = site.server().configure(IamClient.builder()).build();
                SnsClient sns = site.server().configure(SnsClient.builder()).build();
                EventBridgeClient events =
                        site.server().configure(EventBridgeClient.builder()).build();
                CloudWatchLogsClient logs =
                        site.server().configure(CloudWatchLogsClient.builder()).build()) {
            s3.listBuckets().buckets().forEach(bucket -> names.add(bucket.name()));
            glue.getDatabases(request -> {}).databaseList().forEach(database -> names.add(database.name()));
            names.addAll(glue.listCrawlers(request -> {}).crawlerNames());
            names.addAll(glue.listJobs(request -> {}).jobNames());
            names.addAll(glue.listTriggers(request -> {}).triggerNames());
            lambda.listFunctions().functions().forEach(function -> names.add(function.functionName()));
            iam.listRoles().roles().forEach(role -> names.add(role.roleName()));
            sns.listTopics().topics().forEach(topic -> names.add(topic.topicArn()));
            events.listRules(request -> {}).rules().forEach(rule -> names.add(rule.name()));
            logs.describeLogGroups(request -> {}).logGroups().forEach(group -> names.add(group.logGroupName()));
        }
        return names.stream()
                .filter(Objects::nonNull)
                .filter(name -> Stream.of(TEST_STACK, "nycitytaxi_test", "nytaxiparquet_test")
                        .anyMatch(name::contains))
                .toList();
    }
}
