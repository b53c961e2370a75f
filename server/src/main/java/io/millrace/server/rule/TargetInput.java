package io.millrace.server.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.wire.ServiceException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * What a target gets of an event: the whole, a part ({@code InputPath}), a constant ({@code Input}), or a template with values of it
 * ({@code InputTransformer}; EventBridge User Guide, "Input transformation").
 */
final class TargetInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    private TargetInput() {}

    /** Throws ValidationException for a target whose input cannot be made. */
    static void check(Target target) {
        int given = (target.input() == null ? 0 : 1)
                + (target.inputPath() == null ? 0 : 1)
                + (target.inputTransformer() == null ? 0 : 1);
        if (given > 1) {
            throw RuleErrors.invalid("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    + target.id() + ".");
        }
        if (target.input() != null && parse(target.input()) == null) {
            throw RuleErrors.invalid("JSON syntax error in input for target " + target.id() + ".");
        }
        if (target.inputPath() != null) {
            EventPath.parse(target.inputPath());
        }
        if (target.inputTransformer() != null) {
            checkTransformer(target.id(), target.inputTransformer());
        }
    }

    private static void checkTransformer(String id, InputTransformer transformer) {
        transformer.inputPathsMap().forEach((name, path) -> {
            if (name.startsWith("aws.")) {
                throw invalidTemplate(id, "the key " + name + " is reserved");
            }
            EventPath.parse(path);
        });
        Matcher variables = VARIABLE.matcher(transformer.inputTemplate());
        Map<String, JsonNode> values = new LinkedHashMap<>();
        while (variables.find()) {
            String name = variables.group(1);
            if (!name.startsWith("aws.events.") && !transformer.inputPathsMap().containsKey(name)) {
                throw invalidTemplate(id, "there is no key " + name + " in InputPathsMap");
            }
            values.put(name, JSON.getNodeFactory().textNode("x"));
        }
        if (parse(fill(transformer.inputTemplate(), values)) == null) {
            throw invalidTemplate(id, "it is no valid JSON");
        }
    }

    private static ServiceException invalidTemplate(String id, String reason) {
        return RuleErrors.invalid("Invalid InputTemplate for target " + id + " : " + reason + ".");
    }

    /** The input for one target. */
    static String of(Target target, DescribeRuleResponse rule, ObjectNode event, Instant now) {
        if (target.input() != null) {
            return target.input();
        }
        if (target.inputPath() != null) {
            return EventPath.parse(target.inputPath()).find(event).toString();
        }
        InputTransformer transformer = target.inputTransformer();
        if (transformer == null) {
            return event.toString();
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        transformer
                .inputPathsMap()
                .forEach((name, path) -> values.put(name, EventPath.parse(path).find(event)));
        values.put("aws.events.rule-arn", JSON.getNodeFactory().textNode(rule.arn()));
        values.put("aws.events.rule-name", JSON.getNodeFactory().textNode(rule.name()));
        values.put("aws.events.event.ingestion-time", JSON.getNodeFactory().textNode(now.toString()));
        values.put("aws.events.event.json", event);
        ObjectNode withoutDetail = event.deepCopy();
        withoutDetail.remove("detail");
        values.put("aws.events.event", withoutDetail);
        return fill(transformer.inputTemplate(), values);
    }

    /** Puts values into a template: as JSON where they stand alone, as their text inside of a string. */
    private static String fill(String template, Map<String, JsonNode> values) {
        StringBuilder filled = new StringBuilder();
        Matcher variables = VARIABLE.matcher(template);
        int end = 0;
        boolean quoted = false;
        while (variables.find()) {
            String between = template.substring(end, variables.start());
            quoted ^= hasOddQuotes(between);
            filled.append(between);
            JsonNode value = values.getOrDefault(
                    variables.group(1), JSON.getNodeFactory().textNode(""));
            filled.append(quoted ? inString(value) : alone(value));
            end = variables.end();
        }
        return filled.append(template.substring(end)).toString();
    }

    private static boolean hasOddQuotes(String text) {
        boolean odd = false;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                odd = !odd;
            }
        }
        return odd;
    }

    private static String alone(JsonNode value) {
        return value.isMissingNode() ? "\"\"" : value.toString();
    }

    private static String inString(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        String quoted = JSON.getNodeFactory()
                .textNode(value.isTextual() ? value.textValue() : value.toString())
                .toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static @Nullable JsonNode parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
