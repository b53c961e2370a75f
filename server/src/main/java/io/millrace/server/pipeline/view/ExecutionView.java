package io.millrace.server.pipeline.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/**
 * Stages and actions of one execution. {@code GetPipelineState} alone does not tell: where an execution has not been yet, it shows what an
 * older one left there.
 *
 * @param stages in the pipeline's order, also those that the execution has not reached
 */
public record ExecutionView(List<StageView> stages) {
    /** The status of what the execution has not reached. */
    public static final String NOT_REACHED = "-";

    /** Copies the list. */
    public ExecutionView {
        stages = List.copyOf(stages);
    }

    /**
     * A stage.
     *
     * @param status as CodePipeline calls it, or {@link #NOT_REACHED}
     */
    public record StageView(String name, String status, List<ActionView> actions) {
        /** Copies the list. */
        public StageView {
            actions = List.copyOf(actions);
        }
    }

    /**
     * An action in its newest run.
     *
     * @param status as CodePipeline calls it, or {@link #NOT_REACHED}
     * @param detail what the action says of itself, or why it failed; may be empty
     * @param token answers an approval that is waited for, and is empty otherwise
     */
    public record ActionView(String name, String status, String detail, String token) {
        /** Whether a person must decide. */
        public boolean waitsForApproval() {
            return !token.isEmpty();
        }
    }

    /** Looks at an execution. Two calls: what changes between them is in the next look. */
    public static ExecutionView of(CodePipelineClient pipelines, String pipeline, String execution) {
        GetPipelineStateResponse state = pipelines.getPipelineState(request -> request.name(pipeline));
        Map<String, ActionExecutionDetail> runs = new HashMap<>();
        // The newest come first.
        pipelines
                .listActionExecutionsPaginator(request ->
                        request.pipelineName(pipeline).filter(filter -> filter.pipelineExecutionId(execution)))
                .actionExecutionDetails()
                .forEach(run -> runs.putIfAbsent(run.stageName() + "/" + run.actionName(), run));
        return new ExecutionView(state.stageStates().stream()
                .map(stage -> stage(stage, execution, runs))
                .toList());
    }

    private static StageView stage(StageState stage, String execution, Map<String, ActionExecutionDetail> runs) {
        boolean reached = stage.latestExecution() != null
                && execution.equals(stage.latestExecution().pipelineExecutionId());
        return new StageView(
                stage.stageName(),
                reached ? stage.latestExecution().statusAsString() : NOT_REACHED,
                stage.actionStates().stream()
                        .map(action -> action(action, runs.get(stage.stageName() + "/" + action.actionName())))
                        .toList());
    }

    private static ActionView action(ActionState state, @Nullable ActionExecutionDetail run) {
        if (run == null) {
            return new ActionView(state.actionName(), NOT_REACHED, "", "");
        }
        ActionExecutionResult result =
                run.output() == null ? null : run.output().executionResult();
        String detail = result == null
                ? ""
                : result.errorDetails() == null
                        ? result.externalExecutionSummary()
                        : result.errorDetails().message();
        boolean current = state.latestExecution() != null
                && Objects.equals(state.latestExecution().actionExecutionId(), run.actionExecutionId());
        String token = current && run.statusAsString().equals("InProgress")
                ? Objects.toString(state.latestExecution().token(), "")
                : "";
        return new ActionView(state.actionName(), run.statusAsString(), Objects.toString(detail, ""), token);
    }

    /** The approval that is waited for, with its stage. */
    public Optional<Approval> approval() {
        return stages.stream()
                .flatMap(stage -> stage.actions().stream()
                        .filter(ActionView::waitsForApproval)
                        .map(action -> new Approval(stage.name(), action.name(), action.token())))
                .findFirst();
    }

    /** The first action that failed, as {@code STAGE/ACTION: why}. */
    public Optional<String> failure() {
        return stages.stream()
                .flatMap(stage -> stage.actions().stream()
                        .filter(action -> action.status().equals("Failed"))
                        .map(action -> stage.name() + "/" + action.name() + ": " + action.detail()))
                .findFirst();
    }

    /**
     * A line for each stage, and below it one for each of its actions.
     *
     * @param paint how a status is shown
     */
    public List<String> lines(UnaryOperator<String> paint) {
        List<String> lines = new ArrayList<>();
        for (StageView stage : stages) {
            lines.add("%-30s %s"
                    .formatted(stage.name(), paint.apply(stage.status()))
                    .stripTrailing());
            for (ActionView action : stage.actions()) {
                lines.add("  %-28s %s  %s"
                        .formatted(action.name(), paint.apply(action.status()), action.detail())
                        .stripTrailing());
            }
        }
        return lines;
    }

    /** What {@code PutApprovalResult} is told. */
    public record Approval(String stage, String action, String token) {}
}
