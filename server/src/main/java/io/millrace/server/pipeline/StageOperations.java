package io.millrace.server.pipeline;

import io.millrace.server.pipeline.Pipelines.Closed;
import io.millrace.server.pipeline.Pipelines.Pipeline;
import io.millrace.server.wire.CallContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionResponse;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/** CodePipeline's operations on stages: their state, and who may come in and go out. Thread-safe. */
public final class StageOperations {
    private final Pipelines pipelines;
    private final Executions executions;
    private final ActionRuns runs;
    private final PipelineEngine engine;
    private final InstantSource clock;

    StageOperations(
            Pipelines pipelines, Executions executions, ActionRuns runs, PipelineEngine engine, InstantSource clock) {
        this.pipelines = pipelines;
        this.executions = executions;
        this.runs = runs;
        this.engine = engine;
        this.clock = clock;
    }

    /** What every stage and action did last. */
    public GetPipelineStateResponse getPipelineState(GetPipelineStateRequest request) {
        Pipeline pipeline = pipelines.load(request.name());
        List<Execution> active = executions.active(request.name());
        List<StageDeclaration> stages = pipeline.declaration().stages();
        return GetPipelineStateResponse.builder()
                .pipelineName(request.name())
                .pipelineVersion(pipeline.declaration().version())
                .created(pipeline.created())
                .updated(pipeline.updated())
                .stageStates(java.util.stream.IntStream.range(0, stages.size())
                        .mapToObj(index -> state(request.name(), stages.get(index), index, active))
                        .toList())
                .build();
    }

    private StageState state(String pipeline, StageDeclaration stage, int index, List<Execution> active) {
        List<StageExecution> waiting = active.stream()
                .filter(execution -> execution.stageIndex() == index && !execution.entered())
                .map(execution -> stageExecution(execution, StageExecutionStatus.IN_PROGRESS))
                .toList();
        StageState.Builder state = StageState.builder()
                .stageName(stage.name())
                .inboundTransitionState(transition(pipeline, stage))
                .actionStates(stage.actions().stream()
                        .map(action -> state(pipeline, stage, action))
                        .toList());
        if (!waiting.isEmpty()) {
            state.inboundExecutions(waiting).inboundExecution(waiting.get(waiting.size() - 1));
        }
        runs.latestExecution(pipeline, stage.name())
                .flatMap(executions::find)
                .ifPresent(execution -> state.latestExecution(stageExecution(execution, status(execution, index))));
        return state.build();
    }

    private static StageExecutionStatus status(Execution execution, int index) {
        if (execution.stageIndex() == index && execution.status() != PipelineExecutionStatus.SUCCEEDED) {
            return switch (execution.status()) {
                case STOPPING -> StageExecutionStatus.STOPPING;
                case STOPPED -> StageExecutionStatus.STOPPED;
                case FAILED -> StageExecutionStatus.FAILED;
                case CANCELLED, SUPERSEDED -> StageExecutionStatus.CANCELLED;
                default -> StageExecutionStatus.IN_PROGRESS;
            };
        }
        return StageExecutionStatus.SUCCEEDED;
    }

    private static StageExecution stageExecution(Execution execution, StageExecutionStatus status) {
        return StageExecution.builder()
                .pipelineExecutionId(execution.id())
                .status(status)
                .type(execution.type())
                .build();
    }

    private TransitionState transition(String pipeline, StageDeclaration stage) {
        Optional<Closed> closed = pipelines.closed(pipeline, stage.name(), StageTransitionType.INBOUND);
        TransitionState.Builder state = TransitionState.builder().enabled(closed.isEmpty());
        closed.ifPresent(why -> state.disabledReason(why.reason())
                .lastChangedBy(why.changedBy())
                .lastChangedAt(why.changedAt()));
        return state.build();
    }

    private ActionState state(String pipeline, StageDeclaration stage, ActionDeclaration action) {
        ActionState.Builder state = ActionState.builder().actionName(action.name());
        runs.latest(pipeline, stage.name(), action.name()).ifPresent(run -> {
            state.latestExecution(execution(run));
            if (!run.revision().isEmpty()) {
                state.currentRevision(revision -> revision.revisionId(run.revision())
                        .revisionChangeId(run.revision())
                        .created(run.updated()));
            }
        });
        return state.build();
    }

    private static ActionExecution execution(ActionRun run) {
        ActionExecution.Builder execution = ActionExecution.builder()
                .actionExecutionId(run.id())
                .status(run.status())
                .summary(run.summary().isEmpty() ? null : run.summary())
                .lastStatusChange(run.updated())
                .token(run.token().isEmpty() ? null : run.token())
                .lastUpdatedBy(run.updatedBy().isEmpty() ? null : run.updatedBy())
                .externalExecutionId(run.externalId().isEmpty() ? null : run.externalId());
        if (!run.errorCode().isEmpty()) {
            execution.errorDetails(error -> error.code(run.errorCode()).message(run.errorMessage()));
        }
        return execution.build();
    }

    /** Lets executions through again. */
    public EnableStageTransitionResponse enableStageTransition(EnableStageTransitionRequest request) {
        requireStage(request.pipelineName(), request.stageName());
        pipelines.open(request.pipelineName(), request.stageName(), request.transitionType());
        engine.poke();
        return EnableStageTransitionResponse.builder().build();
    }

    /** Lets no execution through from now on; one in the stage goes on in it. */
    public DisableStageTransitionResponse disableStageTransition(
            CallContext context, DisableStageTransitionRequest request) {
        requireStage(request.pipelineName(), request.stageName());
        pipelines.close(
                request.pipelineName(),
                request.stageName(),
                request.transitionType(),
                new Closed(request.reason(), context.principal().arn(), clock.instant()));
        return DisableStageTransitionResponse.builder().build();
    }

    private void requireStage(String pipeline, String stage) {
        if (ExecutionSteps.stage(pipelines.load(pipeline).declaration(), stage).isEmpty()) {
            throw PipelineErrors.noStage(pipeline, stage);
        }
    }
}
