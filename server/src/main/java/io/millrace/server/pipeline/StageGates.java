package io.millrace.server.pipeline;

import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;

/**
 * Who may enter a stage (CodePipeline User Guide, "How executions are processed"): one at a time, but for {@code PARALLEL}; of those that wait,
 * in {@code SUPERSEDED} the newest and in {@code QUEUED} the oldest.
 */
final class StageGates {
    private final Pipelines pipelines;

    StageGates(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** What happens to an execution that waits for a stage. */
    enum Verdict {
        ENTER,
        WAIT,
        SUPERSEDED
    }

    static ExecutionMode mode(PipelineDeclaration pipeline) {
        return pipeline.executionMode() == null ? ExecutionMode.SUPERSEDED : pipeline.executionMode();
    }

    /** @param active all active executions of the pipeline, the oldest first */
    Verdict verdict(PipelineDeclaration pipeline, Execution waiting, List<Execution> active) {
        ExecutionMode mode = mode(pipeline);
        if (mode == ExecutionMode.PARALLEL) {
            return isClosed(pipeline, waiting.stageIndex()) ? Verdict.WAIT : Verdict.ENTER;
        }
        List<Execution> rivals = active.stream()
                .filter(other -> other.stageIndex() == waiting.stageIndex()
                        && !other.id().equals(waiting.id()))
                .toList();
        // An execution that was repeated from the first stage on is no rival of one that is further.
        boolean newerWaits = rivals.stream().anyMatch(other -> !other.entered() && other.number() > waiting.number());
        if (mode == ExecutionMode.SUPERSEDED && newerWaits) {
            return Verdict.SUPERSEDED;
        }
        boolean occupied = rivals.stream().anyMatch(Execution::entered);
        boolean olderWaits = rivals.stream().anyMatch(other -> !other.entered() && other.number() < waiting.number());
        if (occupied || (mode == ExecutionMode.QUEUED && olderWaits) || isClosed(pipeline, waiting.stageIndex())) {
            return Verdict.WAIT;
        }
        return Verdict.ENTER;
    }

    private boolean isClosed(PipelineDeclaration pipeline, int index) {
        String stage = pipeline.stages().get(index).name();
        if (pipelines
                .closed(pipeline.name(), stage, StageTransitionType.INBOUND)
                .isPresent()) {
            return true;
        }
        return index > 0
                && pipelines
                        .closed(
                                pipeline.name(),
                                pipeline.stages().get(index - 1).name(),
                                StageTransitionType.OUTBOUND)
                        .isPresent();
    }
}
