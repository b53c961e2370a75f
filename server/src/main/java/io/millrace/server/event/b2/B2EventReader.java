package io.millrace.server.event.b2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a delivery of B2: {@code {"events":[{"eventId","eventType","bucketName","objectName",…}]}}. */
final class B2EventReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private B2EventReader() {}

    /**
     * The events that concern objects; others are left out.
     *
     * @throws IllegalArgumentException if it is no delivery
     */
    static List<B2Event> read(byte[] body) {
        JsonNode events;
        try {
            events = JSON.readTree(body).path("events");
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is no JSON", e);
        }
        if (!events.isArray()) {
            throw new IllegalArgumentException("The body has no list of events");
        }
        List<B2Event> read = new ArrayList<>();
        for (JsonNode event : events) {
            event(event).ifPresent(read::add);
        }
        return read;
    }

    private static Optional<B2Event> event(JsonNode event) {
        String id = text(event, "eventId");
        String type = text(event, "eventType");
        return B2Event.kind(type)
                .map(kind -> new B2Event(
                        id,
                        kind,
                        text(event, "bucketName"),
                        text(event, "objectName"),
                        event.path("objectSize").asLong(0),
                        Instant.ofEpochMilli(event.path("eventTimestamp").asLong(0))));
    }

    private static String text(JsonNode event, String member) {
        JsonNode value = event.path(member);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("An event has no " + member);
        }
        return value.textValue();
    }
}
