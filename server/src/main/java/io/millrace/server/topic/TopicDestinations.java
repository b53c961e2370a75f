package io.millrace.server.topic;

import io.millrace.server.delivery.TargetArns;
import io.millrace.server.function.EventDestinations;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Topics as dead-letter targets and destinations of functions. Thread-safe. */
final class TopicDestinations implements EventDestinations {
    private final Publisher publisher;

    TopicDestinations(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public boolean accepts(String arn) {
        return TargetArns.kind(arn).orElse("").equals(TargetArns.TOPIC);
    }

    @Override
    public void send(String arn, String message, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = attributes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(entry.getValue())
                                .build()));
        publisher.publish(new Publication(
                arn, UUID.randomUUID().toString(), Optional.empty(), message, Map.of(), values, publisher.now()));
    }
}
