package io.millrace.cloudformation.stack;

import java.util.List;
import java.util.Optional;

/**
 * Keeps stacks, deleted ones too. Thread-safe. One engine at a time uses it. A call that fails throws what the storage throws; the
 * engine then stops the operation where it is, and {@link StackEngine#recover} takes it up.
 */
public interface StackStore {
    /** The stack of an ARN, also a deleted one. */
    Optional<Stack> findById(String stackId);

    /** The stack of a name that is not deleted. */
    Optional<Stack> findActive(String name);

    /** All stacks, the newest first. */
    List<Stack> stacks();

    /** The resources of a stack, by logical id; empty if there is no such stack. */
    List<StackResource> resources(String stackId);

    /** The events of a stack, the newest first. */
    List<StackEvent> events(String stackId);

    /** The change sets of a stack, the newest first. */
    List<ChangeSet> changeSets(String stackId);

    /** Removes a stack with its resources, events and change sets. */
    void forget(String stackId);

    /** Writes all of it or nothing, so that it outlives a loss of power. */
    void write(StackWrite write);
}
