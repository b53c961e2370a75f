package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.evaluate.ParameterValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes the values of parameters with {@code NoEcho} out of what a change set shows, wherever a property has them. */
final class HiddenValues {
    private final List<String> secrets;

    HiddenValues(StackVersion target, Optional<StackVersion> before) {
        // The longest first: one secret may begin another.
        this.secrets = Stream.concat(Stream.of(target), before.stream())
                .flatMap(version -> version.parameters().values().stream())
                .filter(ParameterValue::noEcho)
                .flatMap(HiddenValues::texts)
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> texts(ParameterValue parameter) {
        Stream.Builder<String> texts = Stream.builder();
        texts.add(parameter.resolved());
        parameter.value().forEach(element -> texts.add(element.asText()));
        return texts.build();
    }

    /** A copy without them. */
    JsonNode hide(JsonNode value) {
        if (secrets.isEmpty()) {
            return value;
        }
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> copy.set(entry.getKey(), hide(entry.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(hide(element)));
            return copy;
        }
        return value.isValueNode() ? JsonNodeFactory.instance.textNode(hide(value.asText())) : value;
    }

    private String hide(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, ParameterValue.HIDDEN);
        }
        return shown;
    }
}
