package io.millrace.server.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** EventBridge's {@code PutEvents}: events of the caller's. Thread-safe. */
public final class PutEventsOperation {
    /** All entries of a call together (EventBridge User Guide, "Calculating PutEvents event entry size"). */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int TIME_BYTES = 14;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventBus bus;
    private final InstantSource clock;

    /** Puts events on this bus. */
    public PutEventsOperation(EventBus bus, InstantSource clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** Takes the entries that are right; each of the others has its error in the answer. */
    public PutEventsResponse putEvents(PutEventsRequest request) {
        if (request.endpointId() != null) {
            throw RuleErrors.unsupported("EndpointId");
        }
        if (request.entries().stream().mapToInt(PutEventsOperation::size).sum() > MAX_BYTES) {
            throw RuleErrors.invalid("Total size of the entries in the request is over the limit.");
        }
        List<PutEventsResultEntry> results = new ArrayList<>();
        List<BusEvent> events = new ArrayList<>();
        for (PutEventsRequestEntry entry : request.entries()) {
            Optional<PutEventsResultEntry> error = error(entry);
            if (error.isPresent()) {
                results.add(error.get());
                continue;
            }
            BusEvent event = event(entry);
            events.add(event);
            results.add(PutEventsResultEntry.builder().eventId(event.id()).build());
        }
        bus.publish(events);
        return PutEventsResponse.builder()
                .failedEntryCount(results.size() - events.size())
                .entries(results)
                .build();
    }

    private static int size(PutEventsRequestEntry entry) {
        int size = entry.time() == null ? 0 : TIME_BYTES;
        size += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
        return size
                + entry.resources().stream().mapToInt(PutEventsOperation::bytes).sum();
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Optional<PutEventsResultEntry> error(PutEventsRequestEntry entry) {
        if (isBlank(entry.source())) {
            return refused("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.");
        }
        if (isBlank(entry.detailType())) {
            return refused(
                    "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.");
        }
        if (isBlank(entry.detail())) {
            return refused("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.");
        }
        if (entry.source().startsWith("aws.")) {
            return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        String bus = entry.eventBusName();
        if (bus != null && !bus.equals(Rules.BUS) && !bus.endsWith(":event-bus/" + Rules.BUS)) {
            return refused("ResourceNotFoundException", "Event bus " + bus + " does not exist.");
        }
        return detail(entry.detail()) == null ? refused("MalformedDetail", "Detail is malformed.") : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static Optional<PutEventsResultEntry> refused(String code, String message) {
        return Optional.of(PutEventsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build());
    }

    private static @Nullable ObjectNode detail(String json) {
        try {
            JsonNode detail = JSON.readTree(json);
            return detail instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private BusEvent event(PutEventsRequestEntry entry) {
        ObjectNode detail = detail(entry.detail());
        return new BusEvent(
                UUID.randomUUID().toString(),
                entry.source(),
                entry.detailType(),
                entry.time() == null ? clock.instant() : entry.time(),
                entry.resources(),
                detail == null ? JSON.createObjectNode() : detail);
    }
}
