package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;

/**
 * Puts the values in the place of dynamic references. It is done only for the call that needs them: what the engine stores and
 * compares keeps the reference, so that no secret lies in a stack's journal.
 */
public final class DynamicReferences {
    private DynamicReferences() {}

    /**
     * A copy of the value with every reference resolved.
     *
     * @throws EvaluationException naming the reference that leads nowhere
     */
    public static ObjectNode resolve(ObjectNode value, ValueSources sources) {
        return (ObjectNode) resolved(value, sources);
    }

    private static JsonNode resolved(JsonNode value, ValueSources sources) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> copy.set(entry.getKey(), resolved(entry.getValue(), sources)));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(resolved(element, sources)));
            return copy;
        }
        return value.isTextual() ? JsonNodeFactory.instance.textNode(text(value.asText(), sources)) : value;
    }

    private static String text(String text, ValueSources sources) {
        Matcher match = DynamicReference.PATTERN.matcher(text);
        StringBuilder result = new StringBuilder();
        while (match.find()) {
            String whole = match.group();
            String value = sources.resolve(DynamicReference.parse(match))
                    .orElseThrow(() -> new EvaluationException("Could not resolve " + whole
                            + ": there is no such parameter, secret, version or key; create it first"));
            match.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return match.appendTail(result).toString();
    }
}
