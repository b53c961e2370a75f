package io.millrace.cloudformation.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/**
 * A logical id of a stack with what stands behind it.
 *
 * @param reason why it has this status; empty if that needs no words
 * @param now what stands behind it; empty once it is deleted
 * @param before what stood behind it when the stack was last complete, if the running operation has touched it
 * @param discarded what is to be deleted once the operation has succeeded or is rolled back
 * @param settled whether it is part of the stack as that was last complete
 */
public record StackResource(
        String stackId,
        String logicalId,
        String type,
        ResourceStatus status,
        String reason,
        Instant updated,
        Optional<Incarnation> now,
        Optional<Incarnation> before,
        List<Incarnation> discarded,
        boolean settled) {
    /** Copies the list. */
    public StackResource {
        discarded = List.copyOf(discarded);
    }

    /** What its service calls it; empty if there is nothing. */
    public String physicalId() {
        return now.map(Incarnation::physicalId).orElse("");
    }

    StackResource with(ResourceStatus newStatus, String why, Instant at) {
        return new StackResource(stackId, logicalId, type, newStatus, why, at, now, before, discarded, settled);
    }

    StackResource of(Incarnation incarnation) {
        return new StackResource(
                stackId,
                logicalId,
                incarnation.type(),
                status,
                reason,
                updated,
                Optional.of(incarnation),
                before,
                discarded,
                settled);
    }

    /** Keeps what the stack was before the first touch of the operation. */
    StackResource touched() {
        Optional<Incarnation> kept = settled ? now : before;
        return new StackResource(stackId, logicalId, type, status, reason, updated, now, kept, discarded, false);
    }

    StackResource settledAs(Optional<Incarnation> incarnation, List<Incarnation> doomed) {
        return new StackResource(
                stackId,
                logicalId,
                incarnation.map(Incarnation::type).orElse(type),
                status,
                reason,
                updated,
                incarnation,
                Optional.empty(),
                doomed,
                true);
    }

    StackResource withDiscarded(List<Incarnation> doomed) {
        return new StackResource(stackId, logicalId, type, status, reason, updated, now, before, doomed, settled);
    }
}
