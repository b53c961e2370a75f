package io.millrace.cloudformation.stack;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * One stack as an operation sees it, in memory and in the store. Each change is in the store before it is in memory, with its event.
 * Thread-safe.
 */
final class Journal {
    static final String STACK_TYPE = "AWS::CloudFormation::Stack";

    private final StackStore store;
    private final StackNotifications notifications;
    private final InstantSource clock;
    private final Map<String, StackResource> resources = new LinkedHashMap<>();
    private Stack stack;

    Journal(StackStore store, StackNotifications notifications, InstantSource clock, Stack stack) {
        this.store = store;
        this.notifications = notifications;
        this.clock = clock;
        this.stack = stack;
        store.resources(stack.id()).forEach(resource -> resources.put(resource.logicalId(), resource));
    }

    synchronized Stack stack() {
        return stack;
    }

    synchronized Optional<StackResource> find(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId));
    }

    synchronized List<StackResource> resources() {
        return List.copyOf(resources.values());
    }

    /** What the running operation is. */
    StackOperation operation() {
        return stack().operation()
                .orElseThrow(() -> new IllegalStateException("Stack " + stack().id() + " has no operation"));
    }

    /** Notes a resource without an event. */
    synchronized void keep(StackResource resource) {
        write(stack, List.of(resource), List.of());
    }

    /** Notes a resource in a new status. */
    synchronized StackResource note(StackResource resource, ResourceStatus status, String reason) {
        StackResource noted = resource.with(status, reason, clock.instant());
        write(stack, List.of(noted), List.of(event(noted)));
        return noted;
    }

    /** Notes what became of something that stands behind the logical id no more, or not yet. */
    synchronized void noteOther(StackResource resource, Incarnation other, ResourceStatus status, String reason) {
        StackEvent event =
                event(resource.logicalId(), other.physicalId(), other.type(), status.toString(), reason, stack);
        write(stack, List.of(resource), List.of(event));
    }

    /** Notes the stack in a new status. */
    void note(StackStatus status, String reason) {
        settle(status, reason, UnaryOperator.identity(), List.of());
    }

    /** Notes the stack in a new status together with what else changes with it. */
    synchronized void settle(
            StackStatus status, String reason, UnaryOperator<Stack.Change> change, List<StackResource> settled) {
        Stack next = change.apply(stack.change().status(status, reason)).done();
        write(next, settled, List.of(event(next)));
    }

    /** Changes what no operation changes, such as the policy; without an event. */
    synchronized Stack change(UnaryOperator<Stack.Change> change) {
        write(change.apply(stack.change()).done(), List.of(), List.of());
        return stack;
    }

    private void write(Stack next, List<StackResource> changed, List<StackEvent> events) {
        store.write(
                new StackWrite(next.equals(stack) ? List.of() : List.of(next), changed, events, List.of(), List.of()));
        stack = next;
        changed.forEach(resource -> resources.put(resource.logicalId(), resource));
        List<String> topics = new ArrayList<>(
                stack.shownVersion().map(StackVersion::notificationArns).orElse(List.of()));
        events.forEach(event -> topics.forEach(topic -> notifications.publish(topic, event)));
    }

    private StackEvent event(StackResource resource) {
        return event(
                resource.logicalId(),
                resource.physicalId(),
                resource.type(),
                resource.status().toString(),
                resource.reason(),
                stack);
    }

    private StackEvent event(Stack of) {
        return event(of, clock);
    }

    static StackEvent event(Stack of, InstantSource clock) {
        return new StackEvent(
                UUID.randomUUID().toString(),
                of.id(),
                of.name(),
                of.name(),
                of.id(),
                STACK_TYPE,
                of.status().toString(),
                of.reason(),
                clock.instant(),
                of.operation().map(StackOperation::token).orElse(""));
    }

    private StackEvent event(String logicalId, String physicalId, String type, String status, String reason, Stack of) {
        return new StackEvent(
                logicalId + "-" + status + "-" + UUID.randomUUID(),
                of.id(),
                of.name(),
                logicalId,
                physicalId,
                type,
                status,
                reason,
                clock.instant(),
                of.operation().map(StackOperation::token).orElse(""));
    }
}
