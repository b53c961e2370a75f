package io.millrace.server.pipeline;

import io.millrace.server.pipeline.Pipelines.Pipeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionResponse;

/** CodePipeline's operations that change executions. Thread-safe; each is one transaction. */
public final class ExecutionOperations {
    /** CodePipeline User Guide, "Quotas": executions at one time. */
    private static final int MAX_ACTIVE = 50;

    private static final Set<SourceRevisionType> REVISION_TYPES =
            Set.of(SourceRevisionType.COMMIT_ID, SourceRevisionType.S3_OBJECT_VERSION_ID);

    private final Pipelines pipelines;
    private final Executions executions;
    private final ActionRuns runs;
    private final ExecutionSteps steps;
    private final ActionEnds ends;
    private final PipelineEngine engine;
    private final InstantSource clock;

    ExecutionOperations(
            Pipelines pipelines,
            Executions executions,
            ActionRuns runs,
            ExecutionSteps steps,
            ActionEnds ends,
            PipelineEngine engine,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.executions = executions;
        this.runs = runs;
        this.steps = steps;
        this.ends = ends;
        this.engine = engine;
        this.clock = clock;
    }

    void poke() {
        engine.poke();
    }

    /** Starts an execution; the same token starts it once. */
    public StartPipelineExecutionResponse startPipelineExecution(
            io.millrace.server.wire.CallContext context, StartPipelineExecutionRequest request) {
        Map<String, String> revisions = new LinkedHashMap<>();
        for (SourceRevisionOverride override : request.sourceRevisions()) {
            if (!REVISION_TYPES.contains(override.revisionType())) {
                throw PipelineErrors.error(
                        "ValidationException",
                        "The revision type " + override.revisionTypeAsString() + " of " + override.actionName()
                                + " is not supported; use COMMIT_ID or S3_OBJECT_VERSION_ID");
            }
            revisions.put(override.actionName(), override.revisionValue());
        }
        Map<String, String> given = new HashMap<>();
        for (PipelineVariable variable : request.variables()) {
            given.put(variable.name(), variable.value());
        }
        Execution execution = pipelines
                .jdbi()
                .inTransaction(handle -> begin(
                        request.name(),
                        "StartPipelineExecution",
                        context.principal().arn(),
                        given,
                        revisions,
                        request.clientRequestToken()));
        poke();
        return StartPipelineExecutionResponse.builder()
                .pipelineExecutionId(execution.id())
                .build();
    }

    /** Starts an execution for a rule's event. */
    void startForRule(String pipeline, String ruleArn) {
        pipelines.jdbi().useTransaction(handle -> {
            begin(pipeline, "CloudWatchEvent", ruleArn);
            handle.afterCommit(this::poke);
        });
    }

    /** Starts an execution for another reason than a call. */
    Execution begin(String pipeline, String triggerType, String triggerDetail) {
        return begin(pipeline, triggerType, triggerDetail, Map.of(), Map.of(), null);
    }

    private Execution begin(
            String name,
            String triggerType,
            String triggerDetail,
            Map<String, String> given,
            Map<String, String> revisions,
            @Nullable String token) {
        PipelineDeclaration pipeline = pipelines.load(name).declaration();
        if (executions.active(name).size() >= MAX_ACTIVE) {
            throw PipelineErrors.error(
                    "ConcurrentPipelineExecutionsLimitExceededException",
                    "The pipeline has " + MAX_ACTIVE + " executions that have not ended; stop some first.");
        }
        for (String action : revisions.keySet()) {
            if (pipeline.stages().get(0).actions().stream()
                    .noneMatch(source -> source.name().equals(action))) {
                throw PipelineErrors.invalid("The pipeline has no source action " + action);
            }
        }
        Instant now = clock.instant();
        return steps.begin(
                new Execution(
                        0,
                        UUID.randomUUID().toString(),
                        name,
                        pipeline.version(),
                        PipelineExecutionStatus.IN_PROGRESS,
                        0,
                        false,
                        "",
                        triggerType,
                        triggerDetail,
                        variables(pipeline, given),
                        revisions,
                        "",
                        "",
                        now,
                        now),
                token);
    }

    private static Map<String, String> variables(PipelineDeclaration pipeline, Map<String, String> given) {
        Map<String, String> left = new HashMap<>(given);
        Map<String, String> variables = new LinkedHashMap<>();
        for (PipelineVariableDeclaration declared : pipeline.variables()) {
            String value = left.remove(declared.name());
            value = value == null ? declared.defaultValue() : value;
            if (value == null) {
                throw PipelineErrors.invalid("The variable " + declared.name() + " needs a value.");
            }
            variables.put(declared.name(), value);
        }
        if (!left.isEmpty()) {
            throw PipelineErrors.invalid("The pipeline has no variables " + String.join(", ", left.keySet()));
        }
        return variables;
    }

    /** Stops an execution when its running actions have ended, or abandons them; clean-up runs in any case. */
    public StopPipelineExecutionResponse stopPipelineExecution(StopPipelineExecutionRequest request) {
        boolean abandon = Boolean.TRUE.equals(request.abandon());
        List<ActionRun> abandoned = new ArrayList<>();
        pipelines.jdbi().useTransaction(handle -> {
            pipelines.load(request.pipelineName());
            Execution execution = executions.load(request.pipelineName(), request.pipelineExecutionId());
            if (!execution.active()) {
                throw PipelineErrors.error(
                        "PipelineExecutionNotStoppableException",
                        "The pipeline execution " + execution.id() + " has the status " + execution.status());
            }
            if (execution.status() == PipelineExecutionStatus.STOPPING && !abandon) {
                throw PipelineErrors.error(
                        "DuplicatedStopRequestException",
                        "The pipeline execution " + execution.id() + " is being stopped already");
            }
            steps.stop(execution, request.reason() == null ? "" : request.reason());
            if (abandon) {
                abandoned.addAll(abandon(execution));
            }
        });
        engine.abandon(abandoned);
        poke();
        return StopPipelineExecutionResponse.builder()
                .pipelineExecutionId(request.pipelineExecutionId())
                .build();
    }

    private List<ActionRun> abandon(Execution execution) {
        List<ActionRun> running = runs.ofExecution(execution.id()).stream()
                .filter(ActionRun::inProgress)
                .toList();
        running.forEach(ends::abandon);
        return running;
    }

    /** Sends a failed execution into its stage again. */
    public RetryStageExecutionResponse retryStageExecution(RetryStageExecutionRequest request) {
        pipelines.jdbi().useTransaction(handle -> {
            Pipeline pipeline = pipelines.load(request.pipelineName());
            Execution execution = executions.load(request.pipelineName(), request.pipelineExecutionId());
            PipelineDeclaration declaration = steps.declaration(execution);
            StageDeclaration stage = ExecutionSteps.stage(declaration, request.stageName())
                    .orElseThrow(
                            () -> PipelineErrors.noStage(pipeline.declaration().name(), request.stageName()));
            boolean there =
                    declaration.stages().get(execution.stageIndex()).name().equals(stage.name());
            boolean over = execution.status() == PipelineExecutionStatus.FAILED
                    || execution.status() == PipelineExecutionStatus.STOPPED;
            if (!there || !over || !execution.entered()) {
                throw PipelineErrors.error(
                        "StageNotRetryableException",
                        "The execution " + execution.id() + " did not fail in the stage " + stage.name());
            }
            if (!runs.latestExecution(request.pipelineName(), stage.name())
                    .orElse("")
                    .equals(execution.id())) {
                throw PipelineErrors.error(
                        "NotLatestPipelineExecutionException",
                        "The execution " + execution.id() + " is not the latest in the stage " + stage.name());
            }
            steps.retry(execution, stage, request.retryMode());
        });
        poke();
        return RetryStageExecutionResponse.builder()
                .pipelineExecutionId(request.pipelineExecutionId())
                .build();
    }
}
