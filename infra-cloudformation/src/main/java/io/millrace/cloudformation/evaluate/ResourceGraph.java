package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which resources each resource needs, by {@code Ref}, {@code Fn::GetAtt}, {@code Fn::Sub} and {@code DependsOn}. Only branches of
 * {@code Fn::If} that are taken count, and a {@code DependsOn} on what its condition leaves out counts for nothing.
 */
public final class ResourceGraph {
    private ResourceGraph() {}

    /**
     * The resources that each one needs, in an order in which all can be made.
     *
     * @throws EvaluationException if they wait for each other
     */
    public static Map<String, Set<String>> of(TemplateEvaluator evaluator) {
        Map<String, JsonNode> resources = evaluator.resources();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        resources.forEach((name, resource) -> {
            Set<String> names = new LinkedHashSet<>();
            new ReferenceWalk(evaluator::condition, reference -> names.add(reference.name()))
                    .walk(resource.path("Properties"));
            DependsOn.of(resource).forEach(names::add);
            names.retainAll(resources.keySet());
            needs.put(name, names);
        });
        return ordered(needs);
    }

    /** The same needs, each resource after those that it needs. */
    public static Map<String, Set<String>> ordered(Map<String, Set<String>> needs) {
        Map<String, Set<String>> ordered = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>(needs.keySet());
        while (!left.isEmpty()) {
            List<String> ready = left.stream()
                    .filter(name -> needs.getOrDefault(name, Set.of()).stream().noneMatch(left::contains))
                    .toList();
            if (ready.isEmpty()) {
                throw new EvaluationException("Circular dependency between resources: " + cycle(needs, left));
            }
            ready.forEach(name -> {
                ordered.put(name, needs.getOrDefault(name, Set.of()));
                left.remove(name);
            });
        }
        return ordered;
    }

    /** Those left that are part of a circle, not those that only wait for one. */
    private static List<String> cycle(Map<String, Set<String>> needs, Set<String> left) {
        List<String> path = new ArrayList<>();
        String at = left.iterator().next();
        while (!path.contains(at)) {
            path.add(at);
            at = needs.getOrDefault(at, Set.of()).stream()
                    .filter(left::contains)
                    .findFirst()
                    .orElse(at);
        }
        return List.copyOf(new TreeSet<>(path.subList(path.indexOf(at), path.size())));
    }
}
