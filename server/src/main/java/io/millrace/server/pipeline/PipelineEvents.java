package io.millrace.server.pipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.rule.StateListener;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/**
 * Tells the event bus what happens to executions, their stages and actions (CodePipeline User Guide, "Monitoring CodePipeline events").
 * Called inside the transaction that writes the change. Thread-safe.
 */
final class PipelineEvents {
    static final String STARTED = "STARTED";
    static final String RESUMED = "RESUMED";

    private static final String SOURCE = "aws.codepipeline";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ActionRuns runs;
    private final StateListener listener;
    private final ServiceArns arns;
    private final String region;

    PipelineEvents(ActionRuns runs, StateListener listener, String region) {
        this.runs = runs;
        this.listener = listener;
        this.arns = new ServiceArns("codepipeline", region);
        this.region = region;
    }

    /** An execution has begun, or goes on after it had failed. */
    void execution(Execution execution, String state) {
        ObjectNode detail = detail(execution);
        detail.put("state", state);
        detail.putObject("execution-trigger")
                .put("trigger-type", execution.triggerType())
                .put("trigger-detail", execution.triggerDetail());
        publish("Pipeline", execution, detail);
    }

    /** An execution has got a status. */
    void execution(Execution execution, PipelineExecutionStatus status) {
        // The events are older than the API's spelling.
        execution(execution, status == PipelineExecutionStatus.CANCELLED ? "CANCELED" : status.name());
    }

    /** A stage has got a state: the execution has come into it, or it has ended there. */
    void stage(Execution execution, String stage, String state) {
        ObjectNode detail = detail(execution);
        detail.put("stage", stage).put("state", state);
        publish("Stage", execution, detail);
    }

    /** A run of an action has begun or ended, as its row says. */
    void action(Execution execution, ActionTypeId type, String runId) {
        ActionRun run = runs.find(runId).orElseThrow();
        ObjectNode detail = detail(execution);
        detail.put("stage", run.stage())
                .put("action", run.action())
                .put("state", state(run.status()))
                .put("region", region);
        detail.putObject("type")
                .put("owner", type.ownerAsString())
                .put("category", type.categoryAsString())
                .put("provider", type.provider())
                .put("version", type.version());
        if (!run.inProgress()) {
            ObjectNode result = detail.putObject("execution-result");
            result.put("external-execution-id", run.externalId()).put("external-execution-summary", run.summary());
            if (!run.errorCode().isEmpty()) {
                result.put("error-code", run.errorCode());
            }
        }
        publish("Action", execution, detail);
    }

    private static String state(ActionExecutionStatus status) {
        return status == ActionExecutionStatus.IN_PROGRESS ? STARTED : status.name();
    }

    private static ObjectNode detail(Execution execution) {
        return JSON.createObjectNode()
                .put("pipeline", execution.pipeline())
                .put("execution-id", execution.id())
                .put("start-time", execution.started().toString())
                .put("version", execution.version());
    }

    private void publish(String subject, Execution execution, ObjectNode detail) {
        String type = "CodePipeline " + subject + " Execution State Change";
        listener.changed(SOURCE, type, arns.of(execution.pipeline()), detail);
    }
}
