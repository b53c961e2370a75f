package io.millrace.cloudformation.resource.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What of {@code AWS::Events} can be deployed: rules of the default bus, with their targets. */
public final class EventsHandlers {
    // docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    private static final int MAX_NAME = 64;
    private static final String TARGETS = "Targets";

    private final EventBridgeClient events;

    private EventsHandlers(EventBridgeClient events) {
        this.events = events;
    }

    /** Rules. */
    public static List<ResourceHandler> of(EventBridgeClient events) {
        return List.of(new EventsHandlers(events).rule());
    }

    private ResourceHandler rule() {
        return SdkHandler.of("AWS::Events::Rule")
                .replacedBy("Name")
                .supports("Description", "EventPattern", "ScheduleExpression", "State")
                .supports("Targets.*.Id", "Targets.*.Arn", "Targets.*.RoleArn", "Targets.*.Input")
                .supports("Targets.*.InputPath", "Targets.*.InputTransformer", "Targets.*.RetryPolicy")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> events.describeRule(request -> request.name(id)).arn() != null)
                .create(wanted -> put(wanted, wanted.withTags()))
                // Tags of a rule that exists are ignored by PutRule.
                .update(wanted -> put(wanted, wanted.without("Tags")))
                .delete(gone -> {
                    removeTargets(gone.id(), List.of());
                    events.deleteRule(request -> request.name(gone.id()));
                })
                .attribute("Arn", EventsHandlers::arn)
                .attribute("RuleName", ResourceProperties::id)
                .tags(new Tags(events))
                .build();
    }

    private void put(ResourceProperties wanted, ResourceProperties rule) {
        events.putRule(rule.with("Name", wanted.id())
                .without(TARGETS)
                .into(PutRuleRequest.builder())
                .build());
        List<Target> targets = new ArrayList<>();
        for (JsonNode target : wanted.node(TARGETS)) {
            targets.add(new ResourceProperties(wanted.request(), wanted.id(), (ObjectNode) target)
                    .into(Target.builder())
                    .build());
        }
        removeTargets(wanted.id(), targets.stream().map(Target::id).toList());
        if (!targets.isEmpty()) {
            check(events.putTargets(request -> request.rule(wanted.id()).targets(targets)));
        }
    }

    private static void check(PutTargetsResponse response) {
        if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
            throw new ResourceException(response.failedEntries().stream()
                    .map(entry -> "The target " + entry.targetId() + " was refused: " + entry.errorMessage())
                    .collect(Collectors.joining("; ")));
        }
    }

    private void removeTargets(String rule, List<String> kept) {
        ServiceCalls.ifThere(() -> {
            List<String> extra =
                    new ArrayList<>(events.listTargetsByRule(request -> request.rule(rule)).targets().stream()
                            .map(Target::id)
                            .toList());
            extra.removeAll(kept);
            if (!extra.isEmpty()) {
                events.removeTargets(request -> request.rule(rule).ids(extra));
            }
        });
    }

    private static String arn(ResourceProperties rule) {
        return "arn:aws:events:" + rule.stack().region() + ":" + rule.stack().accountId() + ":rule/" + rule.id();
    }

    private record Tags(EventBridgeClient events) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return events.listTagsForResource(request -> request.resourceARN(arn(resource))).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            List<Tag> list = tags.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            events.tagResource(request -> request.resourceARN(arn(resource)).tags(list));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            events.untagResource(request -> request.resourceARN(arn(resource)).tagKeys(keys));
        }
    }
}
