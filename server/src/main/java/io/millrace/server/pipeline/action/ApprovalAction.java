package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionProvider;
import io.millrace.server.pipeline.ActionStep;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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

    /** As in AWS's message: {@code 2016-07-07T20:22Z}. */
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ActionClients clients;
    private final URI server;
    private final String region;
    private final InstantSource clock;

    ApprovalAction(ActionClients clients, URI server, String region, InstantSource clock) {
        this.clients = clients;
        this.server = server;
        this.region = region;
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
        ObjectNode message = message(context);
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

    /** CodePipeline User Guide, "JSON data format for manual approval notifications in CodePipeline". */
    private ObjectNode message(ActionContext context) {
        String console = ApprovalPage.link(server, region, context.pipeline());
        ObjectNode message = JSON.createObjectNode();
        message.put("region", region).put("consoleLink", console);
        ObjectNode approval = message.putObject("approval");
        approval.put("pipelineName", context.pipeline())
                .put("stageName", context.stage())
                .put("actionName", context.declaration().name())
                .put("token", context.approvalToken())
                .put("expires", MINUTES.format(context.started().plus(timeout(context))));
        context.setting("ExternalEntityLink").ifPresent(link -> approval.put("externalEntityLink", link));
        approval.put(
                "approvalReviewLink",
                String.join(
                        "/",
                        console,
                        context.stage(),
                        context.declaration().name(),
                        "approve",
                        context.approvalToken()));
        context.setting("CustomData").ifPresent(text -> approval.put("customData", text));
        return message;
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
                ActionStep.Failed.APPROVAL_EXPIRED,
                "The approval has expired: no approval response was received within "
                        + text(timeout(context))
                        + " of the pipeline stopping for the approval action.");
    }

    private static String text(Duration timeout) {
        return timeout.equals(DEFAULT_TIMEOUT) ? "seven days" : timeout.toMinutes() + " minutes";
    }
}
