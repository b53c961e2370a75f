package io.millrace.server.topic;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Topics as targets of rules and schedules. One delivery is one message, however often it comes. Thread-safe. */
final class TopicTarget implements DeliveryTarget {
    private final Publisher publisher;

    TopicTarget(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void deliver(Delivery delivery) {
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
