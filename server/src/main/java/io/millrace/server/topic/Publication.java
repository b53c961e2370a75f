package io.millrace.server.topic;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * A message on its way to a topic's subscriptions.
 *
 * @param messageId names it for good: of two of one id the first counts
 * @param message what those get whose protocol has no message of its own
 * @param byProtocol messages by protocol ({@code MessageStructure=json})
 */
record Publication(
        String topicArn,
        String messageId,
        Optional<String> subject,
        String message,
        Map<String, String> byProtocol,
        Map<String, MessageAttributeValue> attributes,
        Instant time) {
    Publication {
        byProtocol = Map.copyOf(byProtocol);
        attributes = Map.copyOf(attributes);
    }

    String message(Protocol protocol) {
        return byProtocol.getOrDefault(protocol.wireName(), message);
    }
}
