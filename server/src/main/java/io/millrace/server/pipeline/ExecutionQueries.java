package io.millrace.server.pipeline;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.util.List;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.ResolvedPipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;

/** CodePipeline's operations that read executions and runs of actions. Thread-safe. */
public final class ExecutionQueries {
    private static final int PAGE = 100;

    private final Pipelines pipelines;
    private final Executions executions;
    private final ActionRuns runs;
    private final ExecutionSteps steps;
    private final ServicePages pages;

    ExecutionQueries(
            Pipelines pipelines, Executions executions, ActionRuns runs, ExecutionSteps steps, ServicePages pages) {
        this.pipelines = pipelines;
        this.executions = executions;
        this.runs = runs;
        this.steps = steps;
        this.pages = pages;
    }

    /** One execution. */
    public GetPipelineExecutionResponse getPipelineExecution(GetPipelineExecutionRequest request) {
        pipelines.load(request.pipelineName());
        Execution execution = executions.load(request.pipelineName(), request.pipelineExecutionId());
        PipelineExecution.Builder answer = PipelineExecution.builder()
                .pipelineName(execution.pipeline())
                .pipelineVersion(execution.version())
                .pipelineExecutionId(execution.id())
                .status(execution.status())
                .statusSummary(execution.summary().isEmpty() ? null : execution.summary())
                .executionMode(StageGates.mode(steps.declaration(execution)))
                .executionType(execution.type())
                .trigger(trigger ->
                        trigger.triggerType(execution.triggerType()).triggerDetail(execution.triggerDetail()))
                .variables(execution.variables().entrySet().stream()
                        .map(entry -> ResolvedPipelineVariable.builder()
                                .name(entry.getKey())
                                .resolvedValue(entry.getValue())
                                .build())
                        .toList())
                .artifactRevisions(revisions(execution));
        if (execution.isRollback()) {
            answer.rollbackMetadata(rollback -> rollback.rollbackTargetPipelineExecutionId(execution.baseExecution()));
        }
        return GetPipelineExecutionResponse.builder()
                .pipelineExecution(answer.build())
                .build();
    }

    private List<ArtifactRevision> revisions(Execution execution) {
        return sources(execution).stream()
                .flatMap(run -> declaration(execution, run).outputArtifacts().stream()
                        .map(output -> ArtifactRevision.builder()
                                .name(output.name())
                                .revisionId(run.revision())
                                .revisionSummary(run.summary())
                                .created(run.updated())
                                .build()))
                .toList();
    }

    private List<ActionRun> sources(Execution execution) {
        return steps.visible(execution).stream()
                .filter(run -> run.live() && !run.revision().isEmpty())
                .toList();
    }

    /** Executions of a pipeline, the newest first. */
    public ListPipelineExecutionsResponse listPipelineExecutions(ListPipelineExecutionsRequest request) {
        pipelines.load(request.pipelineName());
        if (request.filter() != null && request.filter().succeededInStage() != null) {
            throw PipelineErrors.invalid("The filter succeededInStage is not supported by Millrace.");
        }
        Page<Execution> page = page(
                "ListPipelineExecutions/" + request.pipelineName(),
                request.nextToken(),
                request.maxResults(),
                (before, most) -> executions.newest(request.pipelineName(), before, most),
                Execution::number);
        return ListPipelineExecutionsResponse.builder()
                .pipelineExecutionSummaries(
                        page.items().stream().map(this::summary).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private <T> Page<T> page(
            String scope,
            @org.jspecify.annotations.Nullable String token,
            @org.jspecify.annotations.Nullable Integer size,
            BiFunction<Long, Integer, List<T>> source,
            java.util.function.ToLongFunction<T> number) {
        return pages.page(
                scope,
                token,
                size == null ? PAGE : Math.min(PAGE, size),
                (after, most) -> source.apply(after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after), most),
                item -> String.valueOf(number.applyAsLong(item)));
    }

    private PipelineExecutionSummary summary(Execution execution) {
        PipelineExecutionSummary.Builder summary = PipelineExecutionSummary.builder()
                .pipelineExecutionId(execution.id())
                .status(execution.status())
                .statusSummary(execution.summary().isEmpty() ? null : execution.summary())
                .startTime(execution.started())
                .lastUpdateTime(execution.updated())
                .executionMode(StageGates.mode(steps.declaration(execution)))
                .executionType(execution.type())
                .trigger(trigger ->
                        trigger.triggerType(execution.triggerType()).triggerDetail(execution.triggerDetail()))
                .sourceRevisions(sources(execution).stream()
                        .map(run -> SourceRevision.builder()
                                .actionName(run.action())
                                .revisionId(run.revision())
                                .revisionSummary(run.summary())
                                .build())
                        .toList());
        if (execution.isRollback()) {
            summary.rollbackMetadata(rollback -> rollback.rollbackTargetPipelineExecutionId(execution.baseExecution()));
        }
        if (!execution.stopReason().isEmpty()) {
            summary.stopTrigger(stop -> stop.reason(execution.stopReason()));
        }
        return summary.build();
    }

    /** Runs of actions, the newest first. */
    public ListActionExecutionsResponse listActionExecutions(ListActionExecutionsRequest request) {
        pipelines.load(request.pipelineName());
        String execution = "";
        if (request.filter() != null && request.filter().pipelineExecutionId() != null) {
            execution = executions
                    .load(request.pipelineName(), request.filter().pipelineExecutionId())
                    .id();
        } else if (request.filter() != null && request.filter().latestInPipelineExecution() != null) {
            throw PipelineErrors.invalid("The filter latestInPipelineExecution is not supported by Millrace.");
        }
        String wanted = execution;
        Page<ActionRun> page = page(
                "ListActionExecutions/" + request.pipelineName() + "/" + wanted,
                request.nextToken(),
                request.maxResults(),
                (before, most) -> runs.newest(request.pipelineName(), wanted, before, most),
                ActionRun::number);
        return ListActionExecutionsResponse.builder()
                .actionExecutionDetails(page.items().stream().map(this::detail).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private ActionExecutionDetail detail(ActionRun run) {
        Execution execution = executions.find(run.executionId()).orElseThrow();
        PipelineDeclaration pipeline = steps.declaration(execution);
        ActionDeclaration action = declaration(execution, run);
        List<ActionRun> visible = steps.visible(execution);
        return ActionExecutionDetail.builder()
                .pipelineExecutionId(run.executionId())
                .actionExecutionId(run.id())
                .pipelineVersion(execution.version())
                .stageName(run.stage())
                .actionName(run.action())
                .startTime(run.started())
                .lastUpdateTime(run.updated())
                .updatedBy(run.updatedBy().isEmpty() ? null : run.updatedBy())
                .status(run.status())
                .input(input -> input.actionTypeId(action.actionTypeId())
                        .configuration(action.configuration())
                        .resolvedConfiguration(run.configuration())
                        .roleArn(action.roleArn())
                        .namespace(action.namespace())
                        .inputArtifacts(action.inputArtifacts().stream()
                                .map(artifact -> artifact(
                                        pipeline, artifact.name(), ActionWork.key(pipeline, artifact.name(), visible)))
                                .toList()))
                .output(output -> output.outputArtifacts(action.outputArtifacts().stream()
                                .filter(artifact -> run.succeeded())
                                .map(artifact -> artifact(
                                        pipeline,
                                        artifact.name(),
                                        ActionContext.key(pipeline.name(), artifact.name(), run.id())))
                                .toList())
                        .outputVariables(run.variables())
                        .executionResult(result -> {
                            result.externalExecutionId(run.externalId()).externalExecutionSummary(run.summary());
                            if (!run.errorCode().isEmpty()) {
                                result.errorDetails(
                                        error -> error.code(run.errorCode()).message(run.errorMessage()));
                            }
                        }))
                .build();
    }

    private static ArtifactDetail artifact(PipelineDeclaration pipeline, String name, String key) {
        return ArtifactDetail.builder()
                .name(name)
                .s3location(place ->
                        place.bucket(pipeline.artifactStore().location()).key(key))
                .build();
    }

    private ActionDeclaration declaration(Execution execution, ActionRun run) {
        return ExecutionSteps.stage(steps.declaration(execution), run.stage())
                .flatMap(stage -> stage.actions().stream()
                        .filter(action -> action.name().equals(run.action()))
                        .findFirst())
                .orElseGet(() -> ActionDeclaration.builder()
                        .name(run.action())
                        .actionTypeId(type -> type.category(ActionCategory.SOURCE))
                        .build());
    }
}
