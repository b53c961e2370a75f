package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.auth.Principal;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.wire.CallContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;

/** The real engine over a real database; what its actions do is said by the test. */
final class TestPipelines {
    private static final CallContext CALL = new CallContext(
            "id",
            new Principal("key", "arn:aws:iam::000000000000:user/u", "us-east-1", "codepipeline"),
            "codepipeline",
            "StartPipelineExecution");

    @TempDir
    private Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ScriptedActions script = new ScriptedActions();
    private TestingDeliveries testing;
    private CodePipeline pipelines;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        pipelines = started();
    }

    private CodePipeline started() {
        CodePipeline made = new CodePipeline(
                testing.database.jdbi(),
                List.of(script),
                testing.tags,
                PageTokens.withChecksum(),
                (source, type, resource, detail) -> events.add(type.replace(" Execution State Change", "")
                        + " " + detail.path("stage").asText() + " "
                        + detail.path("action").asText() + " "
                        + detail.path("state").asText()),
                TestingDeliveries.REGION,
                testing.clock);
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        pipelines.close();
        testing.close();
    }

    private void create(ExecutionMode mode, Consumer<PipelineDeclaration.Builder> more) {
        PipelineDeclaration.Builder declaration = TestingDeclaration.of(mode);
        more.accept(declaration);
        pipelines
                .pipelines()
                .createPipeline(CreatePipelineRequest.builder()
                        .pipeline(declaration.build())
                        .build());
    }

    private String start() {
        return pipelines
                .executions()
                .startPipelineExecution(
                        CALL, StartPipelineExecutionRequest.builder().name("p").build())
                .pipelineExecutionId();
    }

    private List<PipelineExecutionSummary> all() {
        return pipelines
                .queries()
                .listPipelineExecutions(ListPipelineExecutionsRequest.builder()
                        .pipelineName("p")
                        .build())
                .pipelineExecutionSummaries();
    }

    private List<PipelineExecutionStatus> statuses() {
        return all().stream().map(PipelineExecutionSummary::status).toList();
    }

    private String newest() {
        return all().get(0).pipelineExecutionId();
    }

    private void awaitStatuses(PipelineExecutionStatus... newestFirst) {
        await().untilAsserted(() -> assertThat(statuses()).containsExactly(newestFirst));
    }

    private StageState work() {
        return pipelines
                .stages()
                .getPipelineState(GetPipelineStateRequest.builder().name("p").build())
                .stageStates()
                .get(1);
    }

    private String awaitToken() {
        await().until(() -> work().actionStates().get(1).latestExecution() != null
                && work().actionStates().get(1).latestExecution().token() != null);
        return work().actionStates().get(1).latestExecution().token();
    }

    private void decide(String token, ApprovalStatus status) {
        pipelines
                .decisions()
                .putApprovalResult(
                        CALL,
                        PutApprovalResultRequest.builder()
                                .pipelineName("p")
                                .stageName("Work")
                                .actionName("Approve")
                                .token(token)
                                .result(result -> result.status(status).summary("because"))
                                .build());
    }

    private static void refused(ThrowingCallable call, String error) {
        assertThatThrownBy(call).hasFieldOrPropertyWithValue("errorName", error);
    }

    @Test
    void anExecutionGoesThroughAllStagesAndARestart() {
        script.succeed("Source", "Build");
        create(ExecutionMode.QUEUED, declaration -> {});
        String token = awaitToken();
        pipelines.close();
        pipelines = started();
        assertThat(awaitToken()).isEqualTo(token);
        refused(() -> decide("no-token", ApprovalStatus.APPROVED), "InvalidApprovalTokenException");
        decide(token, ApprovalStatus.APPROVED);
        refused(() -> decide(token, ApprovalStatus.REJECTED), "ApprovalAlreadyCompletedException");
        awaitStatuses(PipelineExecutionStatus.SUCCEEDED);
        assertThat(script.started).containsExactly("Source", "Build hello", "Approve");
        assertThat(events)
                .containsExactly(
                        "CodePipeline Pipeline   STARTED",
                        "CodePipeline Stage Source  STARTED",
                        "CodePipeline Action Source Source STARTED",
                        "CodePipeline Action Source Source SUCCEEDED",
                        "CodePipeline Stage Source  SUCCEEDED",
                        "CodePipeline Stage Work  STARTED",
                        "CodePipeline Action Work Build STARTED",
                        "CodePipeline Action Work Build SUCCEEDED",
                        "CodePipeline Action Work Approve STARTED",
                        "CodePipeline Action Work Approve SUCCEEDED",
                        "CodePipeline Stage Work  SUCCEEDED",
                        "CodePipeline Pipeline   SUCCEEDED");
    }

    @Test
    void waitingExecutionsAreSuperseded() {
        script.succeed("Source");
        create(ExecutionMode.SUPERSEDED, declaration -> {});
        await().until(() -> script.started.contains("Build hello"));
        start();
        await().until(() -> !work().inboundExecutions().isEmpty());
        start();
        awaitStatuses(
                PipelineExecutionStatus.IN_PROGRESS,
                PipelineExecutionStatus.SUPERSEDED,
                PipelineExecutionStatus.IN_PROGRESS);
    }

    @Test
    void parallelApprovalsAreDecidedByTheirTokens() {
        script.succeed("Source", "Build");
        create(ExecutionMode.PARALLEL, declaration -> {});
        String first = awaitToken();
        start();
        await().until(() -> !awaitToken().equals(first));
        decide(first, ApprovalStatus.APPROVED);
        awaitStatuses(PipelineExecutionStatus.IN_PROGRESS, PipelineExecutionStatus.SUCCEEDED);
        refused(() -> decide(first, ApprovalStatus.APPROVED), "InvalidApprovalTokenException");
        decide(awaitToken(), ApprovalStatus.APPROVED);
        awaitStatuses(PipelineExecutionStatus.SUCCEEDED, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void aRevisionThatWasChosenIsNotTheLastOne() {
        script.succeed("Source", "Build", "Approve");
        create(ExecutionMode.QUEUED, declaration -> {});
        awaitStatuses(PipelineExecutionStatus.SUCCEEDED);
        script.ends.put("Source", new ActionStep.Succeeded("", "", "r0", Map.of("Word", "older")));
        pipelines
                .executions()
                .startPipelineExecution(
                        CALL,
                        StartPipelineExecutionRequest.builder()
                                .name("p")
                                .sourceRevisions(revision("S3_OBJECT_VERSION_ID", "r0"))
                                .build());
        awaitStatuses(PipelineExecutionStatus.SUCCEEDED, PipelineExecutionStatus.SUCCEEDED);
        List<String> noted = testing.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT revision FROM pipeline_source WHERE action = 'Source'")
                        .mapTo(String.class)
                        .list());
        assertThat(noted).containsExactly("r1");
        refused(
                () -> pipelines
                        .executions()
                        .startPipelineExecution(
                                CALL,
                                StartPipelineExecutionRequest.builder()
                                        .name("p")
                                        .sourceRevisions(revision("S3_OBJECT_KEY", "other.zip"))
                                        .build()),
                "ValidationException");
    }

    private static SourceRevisionOverride revision(String type, String value) {
        return SourceRevisionOverride.builder()
                .actionName("Source")
                .revisionType(type)
                .revisionValue(value)
                .build();
    }

    @Test
    void queuedExecutionsWaitForTheirTurnAndTransitionsHoldThem() {
        script.succeed("Source", "Build");
        create(ExecutionMode.QUEUED, declaration -> {});
        String first = awaitToken();
        start();
        start();
        await().until(() -> work().inboundExecutions().size() == 2);
        pipelines
                .stages()
                .disableStageTransition(
                        CALL,
                        DisableStageTransitionRequest.builder()
                                .pipelineName("p")
                                .stageName("Work")
                                .transitionType(StageTransitionType.INBOUND)
                                .reason("held")
                                .build());
        decide(first, ApprovalStatus.APPROVED);
        await().until(() -> statuses().get(2) == PipelineExecutionStatus.SUCCEEDED);
        assertThat(work().inboundExecutions()).hasSize(2);
        assertThat(work().inboundTransitionState().disabledReason()).isEqualTo("held");
        pipelines
                .stages()
                .enableStageTransition(EnableStageTransitionRequest.builder()
                        .pipelineName("p")
                        .stageName("Work")
                        .transitionType(StageTransitionType.INBOUND)
                        .build());
        await().until(() -> work().inboundExecutions().size() == 1);
    }

    @Test
    void aFailedStageIsRolledBackOrRetried() {
        script.succeed("Source");
        script.fail("Build");
        create(ExecutionMode.QUEUED, declaration -> {});
        awaitStatuses(PipelineExecutionStatus.FAILED);
        String failed = newest();
        script.succeed("Build", "Approve");
        pipelines
                .executions()
                .retryStageExecution(RetryStageExecutionRequest.builder()
                        .pipelineName("p")
                        .stageName("Work")
                        .pipelineExecutionId(failed)
                        .retryMode(StageRetryMode.FAILED_ACTIONS)
                        .build());
        awaitStatuses(PipelineExecutionStatus.SUCCEEDED);
        assertThat(events)
                .contains(
                        "CodePipeline Pipeline   FAILED",
                        "CodePipeline Pipeline   RESUMED",
                        "CodePipeline Stage Work  RESUMED");
        script.fail("Approve");
        start();
        // The roll-back meets the same failure, and no other follows it.
        awaitStatuses(
                PipelineExecutionStatus.FAILED, PipelineExecutionStatus.FAILED, PipelineExecutionStatus.SUCCEEDED);
        assertThat(all().get(0).rollbackMetadata().rollbackTargetPipelineExecutionId())
                .isEqualTo(failed);
    }

    @Test
    void aStopWaitsOrAbandons() {
        script.succeed("Source");
        create(ExecutionMode.QUEUED, declaration -> {});
        await().until(() -> script.started.contains("Build hello"));
        stop(newest(), false);
        refused(() -> stop(newest(), false), "DuplicatedStopRequestException");
        assertThat(statuses()).containsExactly(PipelineExecutionStatus.STOPPING);
        script.succeed("Build");
        awaitStatuses(PipelineExecutionStatus.STOPPED);
        script.ends.remove("Build");
        String second = start();
        await().until(() -> script.started.size() == 4);
        stop(second, true);
        awaitStatuses(PipelineExecutionStatus.STOPPED, PipelineExecutionStatus.STOPPED);
        await().until(() -> script.abandoned.equals(List.of("Build")));
        assertThat(events)
                .contains(
                        "CodePipeline Pipeline   STOPPING",
                        "CodePipeline Action Work Build ABANDONED",
                        "CodePipeline Stage Work  STOPPED",
                        "CodePipeline Pipeline   STOPPED");
        refused(() -> stop(second, true), "PipelineExecutionNotStoppableException");
    }

    private void stop(String execution, boolean abandon) {
        pipelines
                .executions()
                .stopPipelineExecution(StopPipelineExecutionRequest.builder()
                        .pipelineName("p")
                        .pipelineExecutionId(execution)
                        .abandon(abandon)
                        .reason("enough")
                        .build());
    }

    @Test
    void theTokenOfAnEarlierOrExpiredApprovalDecidesNothing() {
        script.succeed("Source", "Build");
        create(ExecutionMode.QUEUED, declaration -> {});
        String old = awaitToken();
        decide(old, ApprovalStatus.REJECTED);
        awaitStatuses(PipelineExecutionStatus.FAILED);
        start();
        String token = awaitToken();
        assertThat(token).isNotEqualTo(old);
        refused(() -> decide(old, ApprovalStatus.APPROVED), "InvalidApprovalTokenException");
        script.ends.put("Approve", new ActionStep.Failed("", ActionStep.Failed.APPROVAL_EXPIRED, "expired"));
        awaitStatuses(PipelineExecutionStatus.FAILED, PipelineExecutionStatus.FAILED);
        refused(() -> decide(token, ApprovalStatus.APPROVED), "InvalidApprovalTokenException");
    }

    @Test
    void declarationsThatCannotRunAreRefused() {
        refused(
                () -> create(ExecutionMode.QUEUED, declaration -> declaration.pipelineType("V1")),
                "InvalidStructureException");
        refused(
                () -> create(
                        ExecutionMode.QUEUED,
                        declaration ->
                                declaration.stages(declaration.build().stages().get(0))),
                "InvalidStructureException");
        refused(
                () -> create(
                        ExecutionMode.QUEUED,
                        declaration -> declaration.stages(
                                declaration.build().stages().get(1),
                                declaration.build().stages().get(0))),
                "InvalidStructureException");
        refused(
                () -> create(
                        ExecutionMode.QUEUED,
                        declaration -> declaration.stages(
                                declaration.build().stages().get(0),
                                StageDeclaration.builder()
                                        .name("Other")
                                        .actions(TestingDeclaration.action("Deploy", "Deploy", "ECS", 1, Map.of()))
                                        .build())),
                "InvalidActionDeclarationException");
        create(ExecutionMode.QUEUED, declaration -> {});
        refused(() -> create(ExecutionMode.QUEUED, declaration -> {}), "PipelineNameInUseException");
    }
}
