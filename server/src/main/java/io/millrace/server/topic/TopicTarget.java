package io.millrace.server.topic;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Topics as targets of rules and schedules. One delivery is one message, however often it comes. Thread-safe. */
final class TopicTarget implements DeliveryTarget {
    /** What schedules send, they send with their role. */
    private static final String RULE = "arn:aws:events:";

    private final Publisher publisher;
    private final TopicAccess access;

    TopicTarget(Publisher publisher, TopicAccess access) {
        this.publisher = publisher;
        this.access = access;
    }

    @Override
    public void deliver(Delivery delivery) {
        if (delivery.sender().startsWith(RULE)) {
            access.requireRule(delivery.sender(), delivery.target());
        }
        String id = UUID.nameUUIDFromBytes(delivery.id().getBytes(StandardCharsets.UTF_8))
                .toString();
        publisher.publish(new Publication(
                delivery.target(), id, Optional.empty(), delivery.body(), Map.of(), Map.of(), publisher.now()));
    }

    @Override
    public Handover handover() {
        return Handover.TRANSACTION;
    }
}
