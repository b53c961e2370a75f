package io.millrace.server.demo;

import io.millrace.server.pipeline.view.ExecutionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;

/** One execution of the demo's pipeline, whose stages and actions are printed as they change. */
final class DemoExecution {
    /** A push is noticed within seconds; a busy machine may need more. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(250);

    private final CodePipelineClient pipelines;
    private final String pipeline;
    private final String id;
    private final DemoProgress progress;
    private final boolean takenUp;
    private List<String> shown = List.of();
    private ExecutionView view = new ExecutionView(List.of());

    /** Where the following of an execution ends. */
    enum Stop {
        /** It waits for an approval. */
        APPROVAL("waits for an approval"),
        /** It succeeded. */
        SUCCEEDED("succeeded without an approval"),
        /** It failed, was stopped or superseded. */
        FAILED("failed");

        private final String text;

        Stop(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private DemoExecution(
            CodePipelineClient pipelines, String pipeline, String id, DemoProgress progress, boolean takenUp) {
        this.pipelines = pipelines;
        this.pipeline = pipeline;
        this.id = id;
        this.progress = progress;
        this.takenUp = takenUp;
    }

    /** Starts one. */
    static DemoExecution start(CodePipelineClient pipelines, String pipeline, DemoProgress progress) {
        String id = pipelines
                .startPipelineExecution(request -> request.name(pipeline))
                .pipelineExecutionId();
        return new DemoExecution(pipelines, pipeline, id, progress, false);
    }

    /** The newest one if it has not ended; whoever began it. */
    static Optional<DemoExecution> running(CodePipelineClient pipelines, String pipeline, DemoProgress progress) {
        return find(pipelines, pipeline)
                .filter(found -> found.status() == PipelineExecutionStatus.IN_PROGRESS)
                .map(found -> new DemoExecution(pipelines, pipeline, found.pipelineExecutionId(), progress, true));
    }

    /** The one that begins by itself, for a new pipeline or a commit, after another one, or none. */
    static DemoExecution after(String other, CodePipelineClient pipelines, String pipeline, DemoProgress progress) {
        Instant deadline = Instant.now().plus(START_PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Optional<String> newest = newest(pipelines, pipeline);
            if (newest.isPresent() && !newest.get().equals(other)) {
                return new DemoExecution(pipelines, pipeline, newest.get(), progress, false);
            }
            progress.tick();
            pause();
        }
        throw new IllegalStateException("The pipeline " + pipeline + " has not started for the commit within "
                + START_PATIENCE.toSeconds() + " s.");
    }

    /** The newest one's id. */
    static Optional<String> newest(CodePipelineClient pipelines, String pipeline) {
        return find(pipelines, pipeline).map(PipelineExecutionSummary::pipelineExecutionId);
    }

    private static Optional<PipelineExecutionSummary> find(CodePipelineClient pipelines, String pipeline) {
        return pipelines
                .listPipelineExecutions(
                        request -> request.pipelineName(pipeline).maxResults(1))
                .pipelineExecutionSummaries()
                .stream()
                .findFirst();
    }

    /** Whether an earlier demo has begun it. */
    boolean isTakenUp() {
        return takenUp;
    }

    /** Another one of the same pipeline. */
    DemoExecution again() {
        return start(pipelines, pipeline, progress);
    }

    ExecutionView view() {
        return view;
    }

    /** Prints what changes until it ends or waits for an approval. */
    Stop follow() {
        while (true) {
            // The status is asked for before the stages, so that what came last is not missed.
            PipelineExecutionStatus status = pipelines
                    .getPipelineExecution(
                            request -> request.pipelineName(pipeline).pipelineExecutionId(id))
                    .pipelineExecution()
                    .status();
            view = ExecutionView.of(pipelines, pipeline, id);
            List<String> lines = view.lines("%-10s"::formatted);
            lines.stream().filter(line -> !shown.contains(line)).forEach(line -> progress.say("  " + line));
            shown = lines;
            if (status != PipelineExecutionStatus.IN_PROGRESS && status != PipelineExecutionStatus.STOPPING) {
                return status == PipelineExecutionStatus.SUCCEEDED ? Stop.SUCCEEDED : Stop.FAILED;
            }
            if (view.approval().isPresent()) {
                return Stop.APPROVAL;
            }
            pause();
        }
    }

    /** Approves what waits for it. */
    void approve() {
        ExecutionView.Approval approval = view.approval().orElseThrow();
        pipelines.putApprovalResult(request -> request.pipelineName(pipeline)
                .stageName(approval.stage())
                .actionName(approval.action())
                .token(approval.token())
                .result(result -> result.status(ApprovalStatus.APPROVED).summary("Approved by millrace demo")));
    }

    private static void pause() {
        LockSupport.parkNanos(POLL.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("The demo was interrupted.");
        }
    }
}
