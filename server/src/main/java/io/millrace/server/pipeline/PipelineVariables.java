package io.millrace.server.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/** Resolves {@code #{namespace.variable}} in configurations (CodePipeline User Guide, "Variables reference"). */
final class PipelineVariables {
    private static final Pattern REFERENCE = Pattern.compile("#\\{([A-Za-z0-9@_-]+)\\.([A-Za-z0-9@_./-]+)}");

    private final Map<String, Map<String, String>> namespaces = new HashMap<>();

    private PipelineVariables() {}

    /** Those of an execution: its own, the pipeline's, and those of actions that have succeeded. */
    static PipelineVariables of(PipelineDeclaration pipeline, Execution execution, List<ActionRun> runs) {
        PipelineVariables all = new PipelineVariables();
        all.namespaces.put(
                "codepipeline",
                Map.of(
                        "PipelineExecutionId", execution.id(),
                        "PipelineName", execution.pipeline()));
        all.namespaces.put("variables", execution.variables());
        pipeline.stages()
                .forEach(stage -> stage.actions().stream()
                        .filter(action -> action.namespace() != null)
                        .forEach(action -> runs.stream()
                                .filter(run -> run.live() && run.succeeded())
                                .filter(run -> run.stage().equals(stage.name())
                                        && run.action().equals(action.name()))
                                .forEach(run -> all.namespaces.put(action.namespace(), run.variables()))));
        return all;
    }

    /** @throws UnresolvedVariableException naming the first reference to nothing */
    Map<String, String> resolve(Map<String, String> configuration) {
        Map<String, String> resolved = new LinkedHashMap<>();
        configuration.forEach((key, value) -> resolved.put(key, resolve(value)));
        return resolved;
    }

    private String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = namespaces.getOrDefault(matcher.group(1), Map.of()).get(matcher.group(2));
            if (value == null) {
                throw new UnresolvedVariableException(
                        "The variable " + matcher.group() + " has no value: no action before this one gave it.");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** A configuration refers to nothing. */
    static final class UnresolvedVariableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnresolvedVariableException(String message) {
            super(message);
        }
    }
}
