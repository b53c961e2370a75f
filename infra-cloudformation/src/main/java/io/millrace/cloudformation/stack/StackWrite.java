package io.millrace.cloudformation.stack;

import java.util.List;

/**
 * What is written at once. What is there already, by stack, logical id or ARN, is replaced.
 *
 * @param events added in this order
 * @param removedChangeSets by ARN
 */
public record StackWrite(
        List<Stack> stacks,
        List<StackResource> resources,
        List<StackEvent> events,
        List<ChangeSet> changeSets,
        List<String> removedChangeSets) {
    /** Copies the lists. */
    public StackWrite {
        stacks = List.copyOf(stacks);
        resources = List.copyOf(resources);
        events = List.copyOf(events);
        changeSets = List.copyOf(changeSets);
        removedChangeSets = List.copyOf(removedChangeSets);
    }

    static StackWrite of(Stack stack, StackEvent... events) {
        return new StackWrite(List.of(stack), List.of(), List.of(events), List.of(), List.of());
    }
}
