package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cloudformation.resource.SupportedProperties;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A handler's {@link SupportedProperties} by path: what it understands, and what differs between two sets of properties. */
final class PropertyPaths {
    private static final String ANY = "*";

    private final List<Pattern> patterns;

    private record Pattern(List<String> segments, boolean replacing) {
        boolean matches(List<String> path, int length) {
            for (int i = 0; i < length; i++) {
                if (!segments.get(i).equals(ANY) && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        boolean begins(List<String> path) {
            return segments.size() <= path.size() && matches(path, segments.size());
        }

        boolean continues(List<String> path) {
            return segments.size() > path.size() && matches(path, path.size());
        }
    }

    PropertyPaths(SupportedProperties supported) {
        this.patterns = supported.properties().stream()
                .map(path -> new Pattern(
                        List.of(path.split("\\.")), supported.replacing().contains(path)))
                .toList();
    }

    /** Whether the handler has a property Tags, through which the stack's tags reach the resource. */
    boolean takesTags() {
        return patterns.stream().anyMatch(pattern -> pattern.segments().get(0).equals("Tags"));
    }

    /** The paths that the handler does not understand. Functions may give anything, so only their place is checked. */
    List<List<String>> unsupported(JsonNode properties) {
        List<List<String>> found = new ArrayList<>();
        collectUnsupported(properties, List.of(), found);
        return found;
    }

    private void collectUnsupported(JsonNode value, List<String> path, List<List<String>> found) {
        if (value.isObject() && value.size() == 1 && value.has("Fn::If")) {
            collectUnsupported(value.path("Fn::If").path(1), path, found);
            collectUnsupported(value.path("Fn::If").path(2), path, found);
            return;
        }
        boolean inner = path.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.continues(path));
        if (!inner) {
            if (longest(path).isEmpty() && !found.contains(path)) {
                found.add(path);
            }
        } else if (!isFunction(value) || path.isEmpty()) {
            children(value).forEach((name, child) -> collectUnsupported(child, child(path, name), found));
        }
    }

    private static boolean isFunction(JsonNode value) {
        if (!value.isObject() || value.size() != 1) {
            return false;
        }
        String key = value.fieldNames().next();
        return key.equals("Ref") || key.startsWith("Fn::");
    }

    /** Where two sets of properties differ, as paths with slashes, each with whether that needs another resource. */
    List<Difference> differences(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        compare(before, after, List.of(), found);
        return found;
    }

    /**
     * A place where properties differ.
     *
     * @param path its names from the top-level property down
     * @param before missing if it is added
     * @param after missing if it is removed
     */
    record Difference(List<String> path, JsonNode before, JsonNode after, boolean replacing) {
        /** The single values that differ; what is added or removed as a whole is one. */
        List<Value> values() {
            List<Value> values = new ArrayList<>();
            descend(path, before, after, values);
            return values;
        }

        private static void descend(List<String> path, JsonNode before, JsonNode after, List<Value> found) {
            if ((before.isObject() && after.isObject()) || (before.isArray() && after.isArray())) {
                forBoth(before, after, (name, old, wanted) -> {
                    if (!same(old, wanted)) {
                        descend(child(path, name), old, wanted, found);
                    }
                });
            } else {
                found.add(new Value(path, before, after));
            }
        }
    }

    /** A value that differs; missing where it is not there. */
    record Value(List<String> path, JsonNode before, JsonNode after) {}

    private interface Pair {
        void accept(String name, JsonNode before, JsonNode after);
    }

    private static void forBoth(JsonNode before, JsonNode after, Pair pairs) {
        Map<String, JsonNode> old = children(before);
        Map<String, JsonNode> wanted = children(after);
        // What was keeps its order, and what is new comes after it: elements of lists stay in theirs.
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(wanted.keySet());
        JsonNode none = MissingNode.getInstance();
        names.forEach(name -> pairs.accept(name, old.getOrDefault(name, none), wanted.getOrDefault(name, none)));
    }

    private void compare(JsonNode before, JsonNode after, List<String> path, List<Difference> found) {
        if (same(before, after)) {
            return;
        }
        boolean inner = path.isEmpty()
                || (!before.isValueNode()
                        && !after.isValueNode()
                        && patterns.stream().anyMatch(pattern -> pattern.continues(path)));
        if (!inner) {
            found.add(new Difference(path, before, after, replaces(path)));
            return;
        }
        forBoth(before, after, (name, old, wanted) -> compare(old, wanted, child(path, name), found));
    }

    private boolean replaces(List<String> path) {
        return longest(path).map(Pattern::replacing).orElse(false)
                || patterns.stream().anyMatch(pattern -> pattern.continues(path) && pattern.replacing());
    }

    private Optional<Pattern> longest(List<String> path) {
        Pattern best = null;
        for (Pattern pattern : patterns) {
            if (pattern.begins(path)
                    && (best == null
                            || pattern.segments().size() > best.segments().size())) {
                best = pattern;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Equal as CloudFormation sees it: 5 and "5" are the same. */
    static boolean same(JsonNode left, JsonNode right) {
        if (left.isValueNode() && right.isValueNode()) {
            return left.asText().equals(right.asText());
        }
        if ((left.isArray() && right.isArray()) || (left.isObject() && right.isObject())) {
            Map<String, JsonNode> ours = children(left);
            Map<String, JsonNode> theirs = children(right);
            return ours.keySet().equals(theirs.keySet())
                    && ours.entrySet().stream()
                            .allMatch(entry -> same(
                                    entry.getValue(), theirs.getOrDefault(entry.getKey(), MissingNode.getInstance())));
        }
        return left.isMissingNode() && right.isMissingNode();
    }

    private static Map<String, JsonNode> children(JsonNode value) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        value.properties().forEach(entry -> children.put(entry.getKey(), entry.getValue()));
        if (value.isArray()) {
            Iterator<JsonNode> elements = value.elements();
            for (int i = 0; elements.hasNext(); i++) {
                children.put(Integer.toString(i), elements.next());
            }
        }
        return children;
    }

    private static List<String> child(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
