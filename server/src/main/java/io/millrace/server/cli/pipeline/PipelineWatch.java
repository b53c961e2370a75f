package io.millrace.server.cli.pipeline;

import io.millrace.server.cli.stack.Pause;
import io.millrace.server.pipeline.view.ExecutionView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;

/** Follows the newest execution of a pipeline and says what changes. */
final class PipelineWatch {
    /** An approval is waited for. */
    static final int APPROVAL = 3;

    private final CodePipelineClient pipelines;
    private final String name;
    private final Pause pause;
    private final Consumer<String> out;
    private List<String> shown = new ArrayList<>();

    PipelineWatch(CodePipelineClient pipelines, String name, Pause pause, Consumer<String> out) {
        this.pipelines = pipelines;
        this.name = name;
        this.pause = pause;
        this.out = out;
    }

    static boolean waitsForApproval(ActionState action) {
        return action.latestExecution() != null
                && action.latestExecution().status() == ActionExecutionStatus.IN_PROGRESS
                && action.latestExecution().token() != null;
    }

    /** The exit code: done, failed, or {@link #APPROVAL}. */
    int follow() {
        while (true) {
            // The status is asked for before the stages: so what came last is not missed.
            PipelineExecutionSummary newest = newest();
            ExecutionView view = ExecutionView.of(pipelines, name, newest.pipelineExecutionId());
            show(view.lines(PipelineTexts::paint));
            boolean running = newest.status() == PipelineExecutionStatus.IN_PROGRESS
                    || newest.status() == PipelineExecutionStatus.STOPPING;
            if (!running) {
                out.accept(PipelineTexts.line(newest));
                return newest.status() == PipelineExecutionStatus.SUCCEEDED ? ExitCode.OK : ExitCode.SOFTWARE;
            }
            if (view.approval().isPresent()) {
                out.accept("Waiting for an approval: millrace pipeline approve " + name + ", or reject");
                return APPROVAL;
            }
            pause.untilNextLook();
        }
    }

    private PipelineExecutionSummary newest() {
        return pipelines
                .listPipelineExecutions(request -> request.pipelineName(name).maxResults(1))
                .pipelineExecutionSummaries()
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The pipeline " + name + " has no executions; start one: millrace pipeline start " + name));
    }

    /** Lines that were shown before are not shown again. */
    private void show(List<String> lines) {
        for (String line : lines) {
            if (!shown.contains(line)) {
                out.accept(line);
            }
        }
        shown = lines;
    }
}
