package io.millrace.cloudformation.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Resources that wait for each other, which CloudFormation refuses. */
final class DependencyCycles {
    private final Map<String, Set<String>> dependencies;
    private final Set<String> done = new HashSet<>();

    /** Cycles among these resources, each with those that it needs. */
    DependencyCycles(Map<String, Set<String>> dependencies) {
        this.dependencies = dependencies;
    }

    /** Gives each cycle once, from one of its resources back to the same. */
    void forEach(Consumer<List<String>> action) {
        dependencies.keySet().forEach(name -> visit(name, new ArrayList<>(), action));
    }

    private void visit(String name, List<String> path, Consumer<List<String>> action) {
        int start = path.indexOf(name);
        if (start >= 0) {
            List<String> cycle = new ArrayList<>(path.subList(start, path.size()));
            cycle.add(name);
            action.accept(cycle);
            return;
        }
        if (done.contains(name)) {
            return;
        }
        path.add(name);
        dependencies.getOrDefault(name, Set.of()).forEach(next -> visit(next, path, action));
        path.remove(path.size() - 1);
        done.add(name);
    }
}
