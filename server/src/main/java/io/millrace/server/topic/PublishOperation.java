package io.millrace.server.topic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.wire.CallContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** SNS's {@code Publish}. Thread-safe. */
public final class PublishOperation {
    /** SNS API reference, Publish. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_SUBJECT = 100;

    private final Publisher publisher;
    private final TopicAccess access;

    PublishOperation(Publisher publisher, TopicAccess access) {
        this.publisher = publisher;
        this.access = access;
    }

    /**
     * Sends a message to a topic, unless the topic's policy denies the caller: when this returns, it is queued for every subscription that
     * wants it.
     */
    public PublishResponse publish(CallContext context, PublishRequest request) {
        String topic = request.topicArn() == null ? request.targetArn() : request.topicArn();
        if (topic == null || request.phoneNumber() != null) {
            throw TopicErrors.invalid("TopicArn", "messages go to topics alone: it must be given");
        }
        if (request.messageGroupId() != null || request.messageDeduplicationId() != null) {
            throw TopicErrors.invalid("MessageGroupId", "it is for FIFO topics, which Millrace does not have");
        }
        if (request.message() == null || request.message().isEmpty()) {
            throw TopicErrors.invalid("Message", "Empty message");
        }
        if (size(request) > MAX_BYTES) {
            throw TopicErrors.invalid("Message", "Message too long");
        }
        checkSubject(request.subject());
        access.requireCaller(context.principal().arn(), topic);
        String id = UUID.randomUUID().toString();
        publisher.publish(publication(topic, id, request));
        return PublishResponse.builder().messageId(id).build();
    }

    private static int size(PublishRequest request) {
        int size = request.message().getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, MessageAttributeValue> attribute :
                request.messageAttributes().entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            size += attribute.getKey().length() + value.dataType().length();
            size += value.stringValue() == null ? 0 : value.stringValue().getBytes(StandardCharsets.UTF_8).length;
            size += value.binaryValue() == null ? 0 : value.binaryValue().asByteArray().length;
        }
        return size;
    }

    private static void checkSubject(@Nullable String subject) {
        if (subject == null) {
            return;
        }
        boolean plain = subject.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT || !plain) {
            throw TopicErrors.invalid(
                    "Subject", "it must be 1 to " + MAX_SUBJECT + " characters of ASCII without line breaks");
        }
    }

    private Publication publication(String topic, String id, PublishRequest request) {
        Map<String, String> byProtocol = new LinkedHashMap<>();
        String message = request.message();
        if ("json".equals(request.messageStructure())) {
            ObjectNode messages = FilterPolicies.object("Message Structure", message);
            if (!messages.path("default").isTextual()) {
                throw TopicErrors.invalid("Message Structure", "No default entry in JSON message body");
            }
            messages.properties()
                    .forEach(entry ->
                            byProtocol.put(entry.getKey(), entry.getValue().asText()));
            message = messages.path("default").textValue();
        } else if (request.messageStructure() != null) {
            throw TopicErrors.invalid("MessageStructure", "it must be json");
        }
        return new Publication(
                topic,
                id,
                Optional.ofNullable(request.subject()),
                message,
                byProtocol,
                request.messageAttributes(),
                publisher.now());
    }
}
