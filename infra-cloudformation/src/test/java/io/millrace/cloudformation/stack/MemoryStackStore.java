package io.millrace.cloudformation.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps documents in memory, written and read as real stores do. Can die before or after the nth write. */
final class MemoryStackStore implements StackStore {
    private final Map<String, String> stacks = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> resources = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private final Map<String, String> changeSets = new LinkedHashMap<>();
    private final Faults faults;

    MemoryStackStore(Faults faults) {
        this.faults = faults;
    }

    @Override
    public synchronized Optional<Stack> findById(String stackId) {
        return Optional.ofNullable(stacks.get(stackId)).map(text -> StackDocuments.read(text, Stack.class));
    }

    @Override
    public synchronized Optional<Stack> findActive(String name) {
        return stacks().stream()
                .filter(stack -> stack.isActive() && stack.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized List<Stack> stacks() {
        return stacks.values().stream()
                .map(text -> StackDocuments.read(text, Stack.class))
                .sorted(Comparator.comparing(Stack::created).reversed())
                .toList();
    }

    @Override
    public synchronized List<StackResource> resources(String stackId) {
        return resources.getOrDefault(stackId, Map.of()).values().stream()
                .map(text -> StackDocuments.read(text, StackResource.class))
                .toList();
    }

    @Override
    public synchronized List<StackEvent> events(String stackId) {
        List<StackEvent> found = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            StackEvent event = StackDocuments.read(events.get(i), StackEvent.class);
            if (event.stackId().equals(stackId)) {
                found.add(event);
            }
        }
        return found;
    }

    @Override
    public synchronized List<ChangeSet> changeSets(String stackId) {
        return changeSets.values().stream()
                .map(text -> StackDocuments.read(text, ChangeSet.class))
                .filter(changeSet -> changeSet.stackId().equals(stackId))
                .toList();
    }

    @Override
    public synchronized void forget(String stackId) {
        stacks.remove(stackId);
        resources.remove(stackId);
        events.removeIf(
                text -> StackDocuments.read(text, StackEvent.class).stackId().equals(stackId));
    }

    @Override
    public synchronized void write(StackWrite write) {
        faults.step("before write");
        write.stacks().forEach(stack -> stacks.put(stack.id(), StackDocuments.write(stack)));
        write.resources()
                .forEach(resource -> resources
                        .computeIfAbsent(resource.stackId(), id -> new TreeMap<>())
                        .put(resource.logicalId(), StackDocuments.write(resource)));
        write.events().forEach(event -> events.add(StackDocuments.write(event)));
        write.changeSets().forEach(changeSet -> changeSets.put(changeSet.id(), StackDocuments.write(changeSet)));
        write.removedChangeSets().forEach(changeSets::remove);
        faults.step("after write");
    }
}
