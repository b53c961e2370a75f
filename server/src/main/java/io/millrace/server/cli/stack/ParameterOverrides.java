package io.millrace.server.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;

/**
 * Parameters as the AWS CLI takes them: {@code Key=Value}, or {@code file://…} with the JSON of {@code create-stack}, of a
 * CodePipeline configuration ({@code {"Parameters": {…}}}), or a list of {@code "Key=Value"}.
 */
final class ParameterOverrides {
    private static final String FILE = "file://";

    private final Map<String, String> values;

    private ParameterOverrides(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException naming what cannot be read */
    static ParameterOverrides parse(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            if (argument.startsWith(FILE)) {
                readFile(Path.of(argument.substring(FILE.length())), values);
            } else {
                putPair(argument, values);
            }
        }
        return new ParameterOverrides(values);
    }

    /** The values by name, in the order in which they were given. */
    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    private static void putPair(String pair, Map<String, String> values) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            // Not shown whole: it may be a secret.
            throw new IllegalArgumentException(
                    "A parameter is given as Key=Value or file://…, which one of the overrides is not.");
        }
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private static void readFile(Path file, Map<String, String> values) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The parameters file " + file + " is not valid JSON.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the parameters file " + file, e);
        }
        if (json.path("Parameters").isObject()) {
            json.get("Parameters")
                    .properties()
                    .forEach(
                            entry -> values.put(entry.getKey(), entry.getValue().asText()));
            return;
        }
        if (!json.isArray()) {
            throw new IllegalArgumentException(
                    "The parameters file " + file + " must have a list, or an object with Parameters.");
        }
        for (JsonNode one : json) {
            if (one.isTextual()) {
                putPair(one.asText(), values);
            } else if (one.hasNonNull("ParameterKey") && one.hasNonNull("ParameterValue")) {
                values.put(
                        one.get("ParameterKey").asText(),
                        one.get("ParameterValue").asText());
            } else {
                throw new IllegalArgumentException(
                        "The parameters file " + file + " has an element without ParameterKey and ParameterValue.");
            }
        }
    }

    /**
     * What a change set is to be asked for: the overrides, and the values that the stack has already.
     *
     * @param declared by the template
     * @param existing of the stack; none of a new one
     * @throws IllegalArgumentException if an override is of no parameter of the template
     */
    List<Parameter> merge(List<ParameterDeclaration> declared, List<Parameter> existing) {
        Set<String> known = new HashSet<>();
        declared.forEach(parameter -> known.add(parameter.parameterKey()));
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("The template has no parameter " + key + ".");
            }
        }
        List<Parameter> merged = new ArrayList<>();
        values.forEach((key, value) -> merged.add(
                Parameter.builder().parameterKey(key).parameterValue(value).build()));
        for (Parameter old : existing) {
            String key = old.parameterKey();
            if (known.contains(key) && !values.containsKey(key)) {
                merged.add(Parameter.builder()
                        .parameterKey(key)
                        .usePreviousValue(true)
                        .build());
            }
        }
        return merged;
    }
}
