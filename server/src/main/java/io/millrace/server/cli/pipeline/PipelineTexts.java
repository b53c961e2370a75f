package io.millrace.server.cli.pipeline;

import io.millrace.server.cli.stack.Ink;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** States and executions as lines for people. */
final class PipelineTexts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private PipelineTexts() {}

    /** A line for each stage, and below it one for each of its actions. */
    static List<String> lines(GetPipelineStateResponse state) {
        List<String> lines = new ArrayList<>();
        for (StageState stage : state.stageStates()) {
            String status = stage.latestExecution() == null
                    ? "-"
                    : stage.latestExecution().statusAsString();
            String waiting = stage.inboundExecutions().isEmpty()
                    ? ""
                    : "  " + stage.inboundExecutions().size() + " waiting";
            boolean closed = stage.inboundTransitionState() != null
                    && Boolean.FALSE.equals(stage.inboundTransitionState().enabled());
            String reason =
                    closed ? "  closed: " + stage.inboundTransitionState().disabledReason() : "";
            lines.add("%-30s %s%s%s".formatted(stage.stageName(), paint(status), waiting, reason));
            stage.actionStates().forEach(action -> lines.add(line(action)));
        }
        return lines;
    }

    private static String line(ActionState action) {
        ActionExecution latest = action.latestExecution();
        if (latest == null) {
            return "  %-28s -".formatted(action.actionName());
        }
        String detail = latest.errorDetails() == null
                ? latest.summary()
                : latest.errorDetails().message();
        return "  %-28s %s  %s"
                .formatted(action.actionName(), paint(latest.statusAsString()), detail == null ? "" : detail);
    }

    static String line(PipelineExecutionSummary execution) {
        String revision = execution.sourceRevisions().stream()
                .map(source -> source.revisionSummary() == null ? source.revisionId() : source.revisionSummary())
                .findFirst()
                .orElse("");
        String why = execution.statusSummary() == null ? "" : "  " + execution.statusSummary();
        return "%s  %s  %s  %-22s %s%s"
                .formatted(
                        TIME.format(execution.startTime()),
                        execution.pipelineExecutionId(),
                        paint(execution.statusAsString()),
                        execution.trigger().triggerTypeAsString(),
                        revision,
                        why);
    }

    static String paint(String status) {
        Ink ink = switch (status) {
            case "Succeeded" -> Ink.GOOD;
            case "Failed", "Abandoned", "Stopped", "Cancelled" -> Ink.BAD;
            case "Superseded", "-" -> Ink.QUIET;
            default -> Ink.CAREFUL;
        };
        return ink.paint("%-10s".formatted(status));
    }
}
