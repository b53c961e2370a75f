package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The functions that depend on nothing but their arguments, which are resolved already. */
final class Functions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PseudoParameters pseudo;

    Functions(PseudoParameters pseudo) {
        this.pseudo = pseudo;
    }

    /** The function that a value calls: a map with one key that is {@code Ref} or starts with {@code Fn::}. */
    static Optional<String> named(JsonNode value) {
        if (!value.isObject() || value.size() != 1) {
            return Optional.empty();
        }
        String key = value.fieldNames().next();
        return key.equals("Ref") || key.startsWith("Fn::") ? Optional.of(key) : Optional.empty();
    }

    JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Fn::Join" -> join(argument);
            case "Fn::Split" -> split(argument);
            case "Fn::Select" -> select(argument);
            case "Fn::Base64" -> base64(argument);
            case "Fn::Cidr" -> CidrBlocks.of(argument);
            case "Fn::GetAZs" -> PseudoParameters.zones(zoneRegion(argument));
            case "Fn::Length" -> length(argument);
            case "Fn::ToJsonString" -> toJsonString(argument);
            case "Fn::Transform" ->
                throw new EvaluationException(
                        "Fn::Transform with the macro " + argument.path("Name").asText()
                                + " is not supported; only the transform AWS::LanguageExtensions is");
            default ->
                throw new EvaluationException(
                        "Template format error: " + function + " is not a function of CloudFormation");
        };
    }

    private static JsonNode join(JsonNode argument) {
        boolean shaped = argument.size() == 2 && argument.path(0).isTextual();
        JsonNode list = argument.path(1);
        if (!shaped || (!list.isArray() && !isUnknown(list))) {
            throw new EvaluationException("Template error: every Fn::Join object requires two parameters, (1) a string"
                    + " delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such"
                    + " as Fn::GetAZs) to be joined.");
        }
        if (isUnknown(list)) {
            return list;
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : list) {
            if (!part.isValueNode()) {
                throw new EvaluationException("Template error: every value that Fn::Join joins must be text");
            }
            parts.add(part.asText());
        }
        return JSON.textNode(String.join(argument.path(0).asText(), parts));
    }

    private static JsonNode split(JsonNode argument) {
        if (argument.size() != 2
                || !argument.path(0).isTextual()
                || !argument.path(1).isValueNode()
                || argument.path(0).asText().isEmpty()) {
            throw new EvaluationException("Template error: every Fn::Split object requires two parameters, (1) a string"
                    + " delimiter and (2) a string to be split or a function that returns a string to be split.");
        }
        String text = argument.path(1).asText();
        if (text.contains(ResourceValues.UNKNOWN)) {
            return JSON.textNode(ResourceValues.UNKNOWN);
        }
        ArrayNode parts = JSON.arrayNode();
        for (String part : text.split(Pattern.quote(argument.path(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private static JsonNode select(JsonNode argument) {
        JsonNode list = argument.path(1);
        String index = argument.path(0).asText();
        if (argument.size() != 2 || !index.matches("[0-9]{1,6}") || (!list.isArray() && !isUnknown(list))) {
            throw new EvaluationException(
                    "Template error: Fn::Select requires a list argument with two elements: an integer"
                            + " index and a list");
        }
        if (isUnknown(list)) {
            return list;
        }
        JsonNode selected = list.path(Integer.parseInt(index));
        if (selected.isMissingNode()) {
            throw new EvaluationException(
                    "Template error: Fn::Select cannot select nonexistent value at index " + index);
        }
        return selected;
    }

    private static JsonNode base64(JsonNode argument) {
        if (!argument.isValueNode()) {
            throw new EvaluationException("Template error: every Fn::Base64 object must have a String-typed value.");
        }
        return JSON.textNode(
                Base64.getEncoder().encodeToString(argument.asText().getBytes(StandardCharsets.UTF_8)));
    }

    private String zoneRegion(JsonNode argument) {
        if (!argument.isValueNode()) {
            throw new EvaluationException("Template error: Fn::GetAZs needs the name of a region");
        }
        return argument.asText().isEmpty() ? pseudo.region() : argument.asText();
    }

    private static JsonNode length(JsonNode argument) {
        if (!argument.isArray()) {
            throw new EvaluationException("Template error: Fn::Length needs a list or a function that returns a list");
        }
        return JSON.numberNode(argument.size());
    }

    private static JsonNode toJsonString(JsonNode argument) {
        if (!argument.isContainerNode()) {
            throw new EvaluationException("Template error: Fn::ToJsonString needs a map or a list");
        }
        return JSON.textNode(argument.toString());
    }

    private static boolean isUnknown(JsonNode value) {
        return value.isTextual() && value.asText().contains(ResourceValues.UNKNOWN);
    }
}
