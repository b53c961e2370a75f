package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionProvider;
import io.millrace.server.pipeline.ActionStep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/** Waits for a person. A topic is told once; that it cannot be told does not keep the approval from being asked for. */
final class ApprovalAction implements ActionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalAction.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** CodePipeline User Guide, "Quotas": how long an approval waits when nothing else is said. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofDays(7);

    private final ActionClients clients;
    private final InstantSource clock;

    ApprovalAction(ActionClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Set<String> types() {
        return Set.of("Approval/Manual");
    }

    @Override
    public void check(ActionDeclaration action) {
        ActionConfiguration.check(action, Set.of(), Set.of("NotificationArn", "CustomData", "ExternalEntityLink"));
        ActionConfiguration.artifacts(action, 0, 0, 0, 0);
    }

    @Override
    public ActionStep start(ActionContext context) {
        context.setting("NotificationArn").ifPresent(topic -> tell(context, topic));
        return waiting(context);
    }

    private void tell(ActionContext context, String topic) {
        ObjectNode message = JSON.createObjectNode();
        message.put("region", "");
        ObjectNode approval = message.putObject("approval");
        approval.put("pipelineName", context.pipeline());
        approval.put("stageName", context.stage());
        approval.put("actionName", context.declaration().name());
        approval.put("expires", context.started().plus(timeout(context)).toString());
        context.setting("CustomData").ifPresent(text -> approval.put("customData", text));
        context.setting("ExternalEntityLink").ifPresent(link -> approval.put("externalEntityLink", link));
        message.remove("region");
        try {
            clients.sns(context.role())
                    .publish(request -> request.topicArn(topic)
                            .subject("APPROVAL NEEDED: Millrace pipeline " + shortened(context.pipeline()))
                            .message(message.toString()));
        } catch (SdkException e) {
            LOG.warn(
                    "{} is not told of the approval {}: {}",
                    topic,
                    context.declaration().name(),
                    e.getMessage());
        }
    }

    /** SNS API reference: a subject has less than 100 characters. */
    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 60));
    }

    private static ActionStep waiting(ActionContext context) {
        return new ActionStep.Waiting("", context.setting("CustomData").orElse("Waiting for approval"));
    }

    private static Duration timeout(ActionContext context) {
        return Optional.ofNullable(context.declaration().timeoutInMinutes())
                .map(Duration::ofMinutes)
                .orElse(DEFAULT_TIMEOUT);
    }

    @Override
    public ActionStep look(ActionContext context) {
        if (clock.instant().isBefore(context.started().plus(timeout(context)))) {
            return waiting(context);
        }
        return new ActionStep.Failed(
                "",
                "ApprovalExpired",
                "Nobody decided within " + timeout(context).toMinutes() + " minutes.");
    }
}
