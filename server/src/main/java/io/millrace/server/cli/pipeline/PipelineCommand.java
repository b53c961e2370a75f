package io.millrace.server.cli.pipeline;

import io.millrace.server.cli.stack.Pause;
import io.millrace.server.cli.stack.ServiceOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** Looks at pipelines and moves them. */
@Command(
        name = "pipeline",
        description = "Start, watch, approve and stop pipelines of CodePipeline.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = picocli.CommandLine.HelpCommand.class)
public final class PipelineCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "start", description = "Start an execution.", mixinStandardHelpOptions = true)
    int start(@Mixin ServiceOptions service, @Parameters(paramLabel = "PIPELINE") String name) {
        try (CodePipelineClient pipelines = client(service)) {
            println(pipelines
                    .startPipelineExecution(request -> request.name(name))
                    .pipelineExecutionId());
        }
        return ExitCode.OK;
    }

    @Command(name = "status", description = "Stages and actions as they are now.", mixinStandardHelpOptions = true)
    int status(@Mixin ServiceOptions service, @Parameters(paramLabel = "PIPELINE") String name) {
        try (CodePipelineClient pipelines = client(service)) {
            PipelineTexts.lines(pipelines.getPipelineState(request -> request.name(name)))
                    .forEach(this::println);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "watch",
            description =
                    "Show each change of the newest execution until it ends, or waits for an approval (exit code 3).",
            mixinStandardHelpOptions = true)
    int watch(@Mixin ServiceOptions service, @Parameters(paramLabel = "PIPELINE") String name) {
        try (CodePipelineClient pipelines = client(service)) {
            return new PipelineWatch(pipelines, name, Pause.real(), this::println).follow();
        }
    }

    @Command(name = "approve", description = "Approve what waits for an approval.", mixinStandardHelpOptions = true)
    int approve(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PIPELINE") String name,
            @Option(names = "--comment", defaultValue = "Approved", description = "Why.") String comment) {
        return decide(service, name, ApprovalStatus.APPROVED, comment);
    }

    @Command(name = "reject", description = "Reject what waits for an approval.", mixinStandardHelpOptions = true)
    int reject(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PIPELINE") String name,
            @Option(names = "--comment", defaultValue = "Rejected", description = "Why.") String comment) {
        return decide(service, name, ApprovalStatus.REJECTED, comment);
    }

    private int decide(ServiceOptions service, String name, ApprovalStatus status, String comment) {
        try (CodePipelineClient pipelines = client(service)) {
            GetPipelineStateResponse state = pipelines.getPipelineState(request -> request.name(name));
            for (StageState stage : state.stageStates()) {
                for (ActionState action : stage.actionStates()) {
                    if (PipelineWatch.waitsForApproval(action)) {
                        pipelines.putApprovalResult(request -> request.pipelineName(name)
                                .stageName(stage.stageName())
                                .actionName(action.actionName())
                                .token(action.latestExecution().token())
                                .result(result -> result.status(status).summary(comment)));
                        println(status + " " + stage.stageName() + "/" + action.actionName());
                        return ExitCode.OK;
                    }
                }
            }
        }
        throw new IllegalArgumentException(
                "Nothing in " + name + " waits for an approval; see: millrace pipeline status " + name);
    }

    @Command(name = "stop", description = "Stop the newest execution.", mixinStandardHelpOptions = true)
    int stop(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PIPELINE") String name,
            @Option(names = "--abandon", description = "Do not wait for what runs.") boolean abandon,
            @Option(names = "--reason", defaultValue = "Stopped by millrace pipeline stop", description = "Why.")
                    String reason) {
        try (CodePipelineClient pipelines = client(service)) {
            PipelineExecutionSummary running = executions(pipelines, name, 100).stream()
                    .filter(execution -> execution.status() == PipelineExecutionStatus.IN_PROGRESS
                            || execution.status() == PipelineExecutionStatus.STOPPING)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No execution of " + name + " is running."));
            pipelines.stopPipelineExecution(request -> request.pipelineName(name)
                    .pipelineExecutionId(running.pipelineExecutionId())
                    .abandon(abandon)
                    .reason(reason));
            println(running.pipelineExecutionId());
        }
        return ExitCode.OK;
    }

    @Command(name = "history", description = "Executions, the newest first.", mixinStandardHelpOptions = true)
    int history(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "PIPELINE") String name,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (CodePipelineClient pipelines = client(service)) {
            executions(pipelines, name, limit).forEach(execution -> println(PipelineTexts.line(execution)));
        }
        return ExitCode.OK;
    }

    private static List<PipelineExecutionSummary> executions(CodePipelineClient pipelines, String name, int limit) {
        return pipelines
                .listPipelineExecutions(
                        request -> request.pipelineName(name).maxResults(Math.min(100, Math.max(1, limit))))
                .pipelineExecutionSummaries();
    }

    private static CodePipelineClient client(ServiceOptions service) {
        return service.client(CodePipelineClient.builder());
    }

    private void println(String line) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
