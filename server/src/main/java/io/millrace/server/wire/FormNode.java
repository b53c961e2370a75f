package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form's parameters by the steps of their names: {@code Tags.member.1.Key} is four steps down. Not thread-safe. */
final class FormNode {
    /** Deeper than any member of the services that we serve; AWS's models hold no structure in itself more often. */
    private static final int MAX_STEPS = 64;

    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,8}");

    private final Map<String, FormNode> children = new LinkedHashMap<>();
    private @Nullable String value;

    /** Adds a parameter. */
    void put(String name, String text) {
        String[] steps = name.split("\\.", MAX_STEPS + 1);
        if (steps.length > MAX_STEPS) {
            throw new SdkJsonException("A parameter's name has more than " + MAX_STEPS + " parts.");
        }
        FormNode node = this;
        for (String step : steps) {
            node = node.children.computeIfAbsent(step, missing -> new FormNode());
        }
        if (node.value != null) {
            throw new SdkJsonException("The parameter " + name + " is there twice.");
        }
        node.value = text;
    }

    /** What is below a step; null if there is nothing. */
    @Nullable
    FormNode child(String step) {
        return children.get(step);
    }

    /** The parameter that ends here. */
    Optional<String> value() {
        return Optional.ofNullable(value);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** What is below the positions 1, 2, 3 … in their order; gaps between them count for nothing, as on AWS. */
    List<FormNode> elements() {
        for (String step : children.keySet()) {
            if (!POSITION.matcher(step).matches()) {
                throw new SdkJsonException("'" + step + "' is no position in a list.");
            }
        }
        return children.entrySet().stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b))))
                .map(Map.Entry::getValue)
                .toList();
    }
}
