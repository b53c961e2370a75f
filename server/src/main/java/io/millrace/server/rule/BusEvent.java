package io.millrace.server.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.resource.ServiceArns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An event on its way to the bus.
 *
 * @param id names it for good
 * @param source such as {@code aws.glue}
 * @param detailType such as {@code Glue Job State Change}
 * @param time when it happened
 * @param resources ARNs of what it is about
 * @param detail the rest
 */
public record BusEvent(
        String id, String source, String detailType, Instant time, List<String> resources, ObjectNode detail) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the list. */
    public BusEvent {
        resources = List.copyOf(resources);
    }

    /** The event as targets get it (EventBridge User Guide, "Event structure"). */
    ObjectNode envelope(String region) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", detailType);
        event.put("source", source);
        event.put("account", ServiceArns.ACCOUNT);
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        ArrayNode arns = event.putArray("resources");
        resources.forEach(arns::add);
        event.set("detail", detail);
        return event;
    }
}
