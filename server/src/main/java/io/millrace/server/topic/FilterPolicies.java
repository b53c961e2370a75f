package io.millrace.server.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.rule.EventPatterns;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Which messages a subscription wants, by their attributes or their body (SNS Developer Guide, "Message filtering"). Policies are
 * patterns of the same engine as those of rules.
 */
final class FilterPolicies {
    static final String BY_ATTRIBUTES = "MessageAttributes";
    static final String BY_BODY = "MessageBody";

    private static final ObjectMapper JSON = new ObjectMapper();

    private FilterPolicies() {}

    /** @throws io.millrace.server.wire.ServiceException InvalidParameter if it is no policy */
    static void check(String policy) {
        if (object(Subscription.FILTER, policy).isEmpty()) {
            return;
        }
        String problem = EventPatterns.problem(policy);
        if (problem != null) {
            throw TopicErrors.invalid(Subscription.FILTER, problem);
        }
    }

    /** The JSON object that a parameter must be. */
    static ObjectNode object(String parameter, String json) {
        return tryObject(json).orElseThrow(() -> TopicErrors.invalid(parameter, "it is no JSON object"));
    }

    private static Optional<ObjectNode> tryObject(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether the subscription wants the message. */
    static boolean accept(Subscription subscription, Publication publication) {
        Optional<String> policy = subscription.filterPolicy();
        if (policy.isEmpty()) {
            return true;
        }
        Optional<ObjectNode> seen = subscription.filterScope().equals(BY_BODY)
                ? tryObject(publication.message(subscription.protocol()))
                : Optional.of(attributes(publication));
        return seen.isPresent()
                && !EventPatterns.matching(EventPatterns.machine(Map.of("policy", policy.get())), seen.get())
                        .isEmpty();
    }

    private static ObjectNode attributes(Publication publication) {
        ObjectNode json = JSON.createObjectNode();
        publication.attributes().forEach((name, value) -> {
            JsonNode node = node(value);
            if (!node.isMissingNode()) {
                json.set(name, node);
            }
        });
        return json;
    }

    private static JsonNode node(MessageAttributeValue value) {
        if (value.stringValue() == null) {
            return JSON.missingNode();
        }
        boolean json = value.dataType().startsWith("Number") || value.dataType().startsWith("String.Array");
        if (!json) {
            return JSON.getNodeFactory().textNode(value.stringValue());
        }
        try {
            return JSON.readTree(value.stringValue());
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
