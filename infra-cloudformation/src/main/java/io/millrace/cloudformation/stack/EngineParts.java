package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.Exports;
import io.millrace.cloudformation.evaluate.Output;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all operations of an engine share: the clock, and the exports of all stacks. Thread-safe. */
final class EngineParts {
    private final StackStore store;
    private final InstantSource clock;

    EngineParts(StackStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    InstantSource clock() {
        return clock;
    }

    Exports exports() {
        return name -> exporter(name, "")
                .flatMap(stack -> stack.outputs().values().stream()
                        .filter(output ->
                                output.exportName().filter(name::equals).isPresent())
                        .findFirst()
                        .map(Output::value));
    }

    /** The stack that exports a name, other than one. */
    private Optional<Stack> exporter(String name, String otherThan) {
        return store.stacks().stream()
                .filter(stack -> stack.isActive() && !stack.id().equals(otherThan))
                .filter(stack -> exportsOf(stack.outputs()).containsKey(name))
                .findFirst();
    }

    static Map<String, String> exportsOf(Map<String, Output> outputs) {
        Map<String, String> exports = new LinkedHashMap<>();
        outputs.values().forEach(output -> output.exportName().ifPresent(name -> exports.put(name, output.value())));
        return exports;
    }

    /** The names of the stacks that import an export. */
    List<String> importers(String export) {
        return store.stacks().stream()
                .filter(stack -> stack.isActive() && stack.imports().contains(export))
                .map(Stack::name)
                .toList();
    }

    /**
     * Exchanges a stack's exports, if no other stack stands against it.
     *
     * @param write puts the new outputs into the store
     * @throws StackException if another stack has one of the names, or uses one that changes or goes
     */
    synchronized void exchange(Stack stack, Map<String, Output> outputs, Runnable write) {
        Map<String, String> next = exportsOf(outputs);
        for (String name : next.keySet()) {
            Optional<Stack> other = exporter(name, stack.id());
            if (other.isPresent()) {
                throw StackException.invalid("Export with name " + name + " is already exported by stack "
                        + other.get().name() + ".");
            }
        }
        exportsOf(stack.outputs()).forEach((name, value) -> {
            if (!value.equals(next.get(name))) {
                refuseIfUsed(name, next.containsKey(name) ? "updated" : "deleted");
            }
        });
        write.run();
    }

    /** Refuses to change what other stacks import. */
    void refuseIfUsed(String export, String change) {
        List<String> users = importers(export);
        if (!users.isEmpty()) {
            throw StackException.invalid(
                    "Export " + export + " cannot be " + change + " as it is in use by " + String.join(", ", users));
        }
    }
}
