package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.DeleteWorkflowRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunsRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunsResponse;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.Node;
import software.amazon.awssdk.services.glue.model.PutWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StartWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.StopWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.WorkflowRun;
import software.amazon.awssdk.services.glue.model.WorkflowRunStatistics;
import software.amazon.awssdk.services.glue.model.WorkflowRunStatus;

/** Raw crawl, job, lake crawl as a workflow. */
class TestWorkflows extends AbstractTriggerTests {
    @BeforeEach
    void chain() {
        workflows.createWorkflow(CreateWorkflowRequest.builder()
                .name("flow")
                .defaultRunProperties(Map.of("stage", "test", "day", "none"))
                .build());
        triggers.createTrigger(onDemand("begin", crawler("raw")).toBuilder()
                .workflowName("flow")
                .build());
        triggers.createTrigger(
                conditional("to-job", Logical.AND, job("etl"), crawled("raw", CrawlState.SUCCEEDED)).toBuilder()
                        .workflowName("flow")
                        .build());
        triggers.createTrigger(
                conditional("to-lake", Logical.AND, crawler("lake"), ran("etl", JobRunState.SUCCEEDED)).toBuilder()
                        .workflowName("flow")
                        .build());
    }

    private String start() throws Exception {
        String id = runs.startWorkflowRun(StartWorkflowRunRequest.builder()
                        .name("flow")
                        .runProperties(Map.of("day", "monday"))
                        .build())
                .runId();
        settled();
        return id;
    }

    /** The run that the job was started with last. */
    private String etlRun() {
        return Objects.requireNonNull(jobRuns.get("etl"));
    }

    private WorkflowRun run(String id) {
        return runs.getWorkflowRun(GetWorkflowRunRequest.builder()
                        .name("flow")
                        .runId(id)
                        .includeGraph(true)
                        .build())
                .run();
    }

    private void crawlEnds(String crawler, CrawlState state) throws Exception {
        engine.crawlEnded(crawler, state);
        settled();
    }

    @Test
    void aRunCarriesThroughTheChain() throws Exception {
        String id = start();
        assertThat(run(id).status()).isEqualTo(WorkflowRunStatus.RUNNING);
        assertThat(run(id).statistics())
                .isEqualTo(statistics(3).runningActions(1).build());

        crawlEnds("raw", CrawlState.SUCCEEDED);
        String arguments = "{--from=to-job, --WORKFLOW_NAME=flow, --WORKFLOW_RUN_ID=" + id + "}";
        assertStarted("crawler raw", "job etl " + arguments + " 7 to-job");
        engine.jobRunEnded("etl", "jr_of_somebody_else", JobRunState.SUCCEEDED);
        assertThat(settled()).hasSize(2);
        engine.jobRunEnded("etl", etlRun() + "_attempt_1", JobRunState.SUCCEEDED);
        assertThat(settled()).hasSize(3).endsWith("crawler lake");
        assertThat(run(id).completedOn()).isNull();

        clock.advance(Duration.ofSeconds(9));
        crawlEnds("lake", CrawlState.SUCCEEDED);
        WorkflowRun done = run(id);
        assertThat(done.status()).isEqualTo(WorkflowRunStatus.COMPLETED);
        assertThat(done.completedOn()).isEqualTo(clock.instant());
        assertThat(done.statistics())
                .isEqualTo(statistics(3).succeededActions(3).build());
        assertThat(done.graph().nodes())
                .extracting(Node::uniqueId)
                .containsExactlyInAnyOrder(
                        "trigger/begin", "trigger/to-job", "trigger/to-lake", "crawler/raw", "job/etl", "crawler/lake");
        assertThat(done.graph().edges())
                .extracting(edge -> edge.sourceId() + ">" + edge.destinationId())
                .containsExactlyInAnyOrder(
                        "trigger/begin>crawler/raw",
                        "crawler/raw>trigger/to-job",
                        "trigger/to-job>job/etl",
                        "job/etl>trigger/to-lake",
                        "trigger/to-lake>crawler/lake");
        assertThat(done.graph().nodes().stream()
                        .filter(node -> node.name().equals("etl"))
                        .findFirst()
                        .orElseThrow()
                        .jobDetails()
                        .jobRuns())
                .singleElement()
                .satisfies(run -> assertThat(run.id()).isEqualTo(etlRun()));
        assertThat(workflows
                        .getWorkflow(GetWorkflowRequest.builder().name("flow").build())
                        .workflow()
                        .lastRun()
                        .workflowRunId())
                .isEqualTo(id);
    }

    private static WorkflowRunStatistics.Builder statistics(int total) {
        return WorkflowRunStatistics.builder()
                .totalActions(total)
                .timeoutActions(0)
                .failedActions(0)
                .stoppedActions(0)
                .succeededActions(0)
                .runningActions(0)
                .erroredActions(0)
                .waitingActions(0);
    }

    @Test
    void whatOthersStartIsNotOfTheRun() throws Exception {
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertStarted();
        String id = start();
        crawlEnds("raw", CrawlState.FAILED);
        assertStarted("crawler raw");
        WorkflowRun ended = run(id);
        assertThat(ended.status()).isEqualTo(WorkflowRunStatus.COMPLETED);
        assertThat(ended.statistics().failedActions()).isEqualTo(1);
    }

    @Test
    void triggersWithoutAWorkflowSeeItsEndsToo() throws Exception {
        triggers.createTrigger(conditional("other", Logical.AND, job("copy"), crawled("raw", CrawlState.SUCCEEDED)));
        start();
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertThat(settled()).anyMatch(line -> line.startsWith("job copy {--from=other} "));
    }

    @Test
    void aRunSurvivesTheServer() throws Exception {
        busy.add("etl");
        String id = start();
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertThat(run(id).statistics().waitingActions()).isEqualTo(1);
        engine.close();
        newServer();
        busy.clear();
        engine.tick();
        engine.tick();
        assertThat(settled()).filteredOn(line -> line.startsWith("job etl")).hasSize(1);
        engine.jobRunEnded("etl", etlRun(), JobRunState.SUCCEEDED);
        settled();
        crawlEnds("lake", CrawlState.SUCCEEDED);
        assertThat(run(id).status()).isEqualTo(WorkflowRunStatus.COMPLETED);
    }

    @Test
    void runsAtTheSameTimeDoNotMix() throws Exception {
        String first = start();
        crawlEnds("raw", CrawlState.SUCCEEDED);
        String firstRun = etlRun();
        String second = start();
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertThat(etlRun()).isNotEqualTo(firstRun);

        engine.jobRunEnded("etl", firstRun, JobRunState.FAILED);
        settled();
        assertThat(run(first).status()).isEqualTo(WorkflowRunStatus.COMPLETED);
        assertThat(run(second).status()).isEqualTo(WorkflowRunStatus.RUNNING);
        engine.jobRunEnded("etl", etlRun(), JobRunState.SUCCEEDED);
        assertThat(settled()).endsWith("crawler lake");
        assertThat(run(second).statistics().runningActions()).isEqualTo(1);

        GetWorkflowRunsResponse page = runs.getWorkflowRuns(
                GetWorkflowRunsRequest.builder().name("flow").maxResults(1).build());
        assertThat(page.runs()).hasSize(1);
        assertThat(runs.getWorkflowRuns(GetWorkflowRunsRequest.builder()
                                .name("flow")
                                .nextToken(page.nextToken())
                                .build())
                        .runs())
                .hasSize(1)
                .doesNotContainAnyElementsOf(page.runs());
    }

    @Test
    void hasNoMoreRunsThanItMay() throws Exception {
        workflows.createWorkflow(CreateWorkflowRequest.builder()
                .name("single")
                .maxConcurrentRuns(1)
                .build());
        StartWorkflowRunRequest start =
                StartWorkflowRunRequest.builder().name("single").build();
        assertThatThrownBy(() -> runs.startWorkflowRun(start))
                .hasMessageStartingWith("Workflow single has no start trigger");
        triggers.createTrigger(scheduled("hourly", "cron(1 * * * ? *)", crawler("one")).toBuilder()
                .workflowName("single")
                .build());
        clock.advance(Duration.ofMinutes(1));
        engine.tick();
        assertStarted("crawler one");
        assertThatThrownBy(() -> runs.startWorkflowRun(start))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.CONCURRENT_RUNS_EXCEEDED));
        clock.advance(Duration.ofHours(1));
        engine.tick();
        assertStarted("crawler one");
        crawlEnds("one", CrawlState.SUCCEEDED);
        runs.startWorkflowRun(start);
        assertStarted("crawler one", "crawler one");
    }

    @Test
    void aStoppedRunStopsWhatRunsAndStartsNothingMore() throws Exception {
        String id = start();
        runs.stopWorkflowRun(
                StopWorkflowRunRequest.builder().name("flow").runId(id).build());
        assertStarted("crawler raw", "stop crawler raw");
        assertThat(run(id).status()).isEqualTo(WorkflowRunStatus.STOPPING);
        assertThatThrownBy(() -> runs.stopWorkflowRun(
                        StopWorkflowRunRequest.builder().name("flow").runId(id).build()))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.ILLEGAL_WORKFLOW_STATE));
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertThat(run(id).status()).isEqualTo(WorkflowRunStatus.STOPPED);
        assertThat(settled()).hasSize(2);
    }

    @Test
    void whatCannotBeStartedIsAnErrorOfTheRun() throws Exception {
        workflows.createWorkflow(CreateWorkflowRequest.builder().name("bad").build());
        triggers.createTrigger(onDemand("bad", crawler("refused")).toBuilder()
                .workflowName("bad")
                .build());
        triggers.startTrigger(StartTriggerRequest.builder().name("bad").build());
        settled();
        WorkflowRun run = runs.getWorkflowRuns(
                        GetWorkflowRunsRequest.builder().name("bad").build())
                .runs()
                .get(0);
        assertThat(run.status()).isEqualTo(WorkflowRunStatus.COMPLETED);
        assertThat(run.statistics().erroredActions()).isEqualTo(1);
    }

    @Test
    void propertiesOfARunAreItsOwn() throws Exception {
        String id = start();
        assertThat(properties(id)).isEqualTo(Map.of("stage", "test", "day", "monday"));
        runs.putWorkflowRunProperties(PutWorkflowRunPropertiesRequest.builder()
                .name("flow")
                .runId(id)
                .runProperties(Map.of("day", "friday", "rows", "7"))
                .build());
        assertThat(properties(id)).isEqualTo(Map.of("stage", "test", "day", "friday", "rows", "7"));
    }

    private Map<String, String> properties(String id) {
        return runs.getWorkflowRunProperties(GetWorkflowRunPropertiesRequest.builder()
                        .name("flow")
                        .runId(id)
                        .build())
                .runProperties();
    }

    @Test
    void isDeletedWithItsTriggers() throws Exception {
        String id = start();
        workflows.deleteWorkflow(DeleteWorkflowRequest.builder().name("flow").build());
        workflows.deleteWorkflow(DeleteWorkflowRequest.builder().name("flow").build());
        assertThat(triggers.getTriggers(GetTriggersRequest.builder().build()).triggers())
                .isEmpty();
        assertThatThrownBy(() -> run(id)).hasMessage("Workflow flow not found.");
        crawlEnds("raw", CrawlState.SUCCEEDED);
        assertStarted("crawler raw");
    }
}
