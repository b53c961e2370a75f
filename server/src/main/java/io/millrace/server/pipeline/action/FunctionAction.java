package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionProvider;
import io.millrace.server.pipeline.ActionStep;
import io.millrace.server.resource.ServiceArns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes a function with CodePipeline's event and waits for its {@code PutJobSuccessResult} or {@code PutJobFailureResult}. The event has no
 * {@code artifactCredentials}: a function acts with its own role. A result with a continuation token has it invoked again, as a new job, after a
 * while. A death of the server at the wrong moment invokes it twice, with one job id.
 */
final class FunctionAction implements ActionProvider {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** CodePipeline User Guide, "Quotas": how long a Lambda action may take. */
    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** How long a function that asks to be invoked again waits: so one that waits for something does not spin. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private static final int MOST_ARTIFACTS = 5;

    private final ActionClients clients;
    private final InstantSource clock;

    FunctionAction(ActionClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Set<String> types() {
        return Set.of("Invoke/Lambda");
    }

    @Override
    public void check(ActionDeclaration action) {
        ActionConfiguration.check(action, Set.of("FunctionName"), Set.of("UserParameters"));
        ActionConfiguration.artifacts(action, 0, MOST_ARTIFACTS, 0, MOST_ARTIFACTS);
    }

    @Override
    public ActionStep start(ActionContext context) {
        return invoke(context, context.runId(), "The function was invoked");
    }

    private ActionStep invoke(ActionContext context, String job, String summary) {
        clients.lambda(context.role())
                .invoke(request -> request.functionName(context.need("FunctionName"))
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(event(context, job).toString())));
        return new ActionStep.Waiting(job, summary);
    }

    /** CodePipeline User Guide, "Invoke a Lambda function in a pipeline": the event. */
    private static ObjectNode event(ActionContext context, String id) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode job = event.putObject("CodePipeline.job");
        job.put("id", id).put("accountId", ServiceArns.ACCOUNT);
        ObjectNode data = job.putObject("data");
        ObjectNode configuration = data.putObject("actionConfiguration").putObject("configuration");
        context.configuration().forEach(configuration::put);
        ArrayNode inputs = data.putArray("inputArtifacts");
        context.inputs().forEach((name, key) -> artifact(inputs, context, name, key));
        ArrayNode outputs = data.putArray("outputArtifacts");
        for (OutputArtifact output : context.declaration().outputArtifacts()) {
            artifact(outputs, context, output.name(), context.output(output.name()));
        }
        if (!context.continuation().isEmpty()) {
            data.put("continuationToken", context.continuation());
        }
        return event;
    }

    private static void artifact(ArrayNode all, ActionContext context, String name, String key) {
        ObjectNode artifact = all.addObject();
        artifact.put("name", name).putNull("revision");
        artifact.putObject("location")
                .put("type", "S3")
                .putObject("s3Location")
                .put("bucketName", context.bucket())
                .put("objectKey", key);
    }

    @Override
    public ActionStep look(ActionContext context) {
        if (!clock.instant().isBefore(context.started().plus(TIMEOUT))) {
            return new ActionStep.Failed(
                    "", "JobTimedOut", "The function gave no result within " + TIMEOUT.toMinutes() + " minutes.");
        }
        boolean again = !context.continuation().isEmpty()
                && !clock.instant().isBefore(context.updated().plus(AGAIN_AFTER));
        return again
                ? invoke(context, context.externalId(), "The function was invoked again")
                : ActionStep.Waiting.unchanged(context);
    }
}
