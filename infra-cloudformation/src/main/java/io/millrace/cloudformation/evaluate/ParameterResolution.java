package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateProblem;
import io.millrace.cloudformation.template.TemplateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives every parameter of a template its value, and holds it against its type and constraints. */
public final class ParameterResolution {
    private static final Pattern SSM = Pattern.compile("AWS::SSM::Parameter::Value<(.+)>");
    private static final Pattern LIST = Pattern.compile("List<(.+)>");
    private static final String SSM_NAME = "AWS::SSM::Parameter::Name";

    private final Template template;
    private final ValueSources sources;

    private ParameterResolution(Template template, ValueSources sources) {
        this.template = template;
        this.sources = sources;
    }

    /**
     * The values of all parameters, in the template's order.
     *
     * @param given by name; what is not given takes its default
     * @throws EvaluationException if a value is missing, unknown, or breaks a constraint
     */
    public static Map<String, ParameterValue> resolve(
            Template template, Map<String, String> given, ValueSources sources) {
        return new ParameterResolution(template, sources).resolve(given);
    }

    /** The values of those parameters whose default says all; for a look at a template before its parameters are known. */
    public static Map<String, ParameterValue> defaults(Template template) {
        ParameterResolution resolution = new ParameterResolution(template, ValueSources.none());
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : template.entries("Parameters")) {
            JsonNode declared = entry.getValue();
            if (declared.has("Default") && !declared.path("Type").asText().contains("AWS::")) {
                values.put(entry.getKey(), resolution.value(entry.getKey(), declared, text(declared.path("Default"))));
            }
        }
        return values;
    }

    /**
     * What is wrong with some values, without a place to look stored ones up. Parameters without a value are no mistake: they may be
     * given later.
     *
     * @param given by name
     */
    public static List<TemplateProblem> mistakes(Template template, Map<String, String> given) {
        ParameterResolution resolution = new ParameterResolution(template, ValueSources.none());
        List<TemplateProblem> mistakes = new ArrayList<>();
        given.forEach((name, value) ->
                resolution.mistake(name, value).ifPresent(message -> mistakes.add(problem(template, name, message))));
        return mistakes;
    }

    private static TemplateProblem problem(Template template, String name, String message) {
        String path = "Parameters/" + name;
        return new TemplateProblem(TemplateRule.PARAMETER, path, template.line(path), message);
    }

    private Optional<String> mistake(String name, String given) {
        JsonNode declared = template.section("Parameters").path(name);
        if (declared.isMissingNode()) {
            return Optional.of("the template has no parameter " + name);
        }
        try {
            if (declared.path("Type").asText().contains("AWS::")) {
                new ParameterConstraints(name, declared).check(given);
            } else {
                value(name, declared, given);
            }
            return Optional.empty();
        } catch (EvaluationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, ParameterValue> resolve(Map<String, String> given) {
        List<String> unknown = given.keySet().stream()
                .filter(name -> !template.section("Parameters").has(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new EvaluationException("Parameters: " + unknown + " do not exist in the template");
        }
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : template.entries("Parameters")) {
            String name = entry.getKey();
            JsonNode declared = entry.getValue();
            if (given.containsKey(name)) {
                values.put(name, value(name, declared, given.get(name)));
            } else if (declared.has("Default")) {
                values.put(name, value(name, declared, text(declared.path("Default"))));
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new EvaluationException("Parameters: " + missing + " must have values");
        }
        return values;
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(element -> parts.add(element.asText()));
        return String.join(",", parts);
    }

    private ParameterValue value(String name, JsonNode declared, String given) {
        String type = declared.path("Type").asText();
        if (type.isEmpty()) {
            throw new EvaluationException("Template format error: Every Parameters object must contain a Type member.");
        }
        boolean noEcho = declared.path("NoEcho").asBoolean();
        Matcher ssm = SSM.matcher(type);
        new ParameterConstraints(name, declared).check(given);
        if (ssm.matches()) {
            String stored = stored(given);
            return new ParameterValue(given, stored, typed(name, ssm.group(1), stored), noEcho);
        }
        if (type.equals(SSM_NAME)) {
            stored(given);
        }
        return new ParameterValue(given, given, typed(name, type, given), noEcho);
    }

    private String stored(String given) {
        return sources.parameter(given)
                .orElseThrow(() -> new EvaluationException(
                        "Unable to fetch parameters [" + given + "] from parameter store for this account."));
    }

    private JsonNode typed(String name, String type, String text) {
        if (type.equals("CommaDelimitedList")) {
            return list(name, "String", text);
        }
        Matcher list = LIST.matcher(type);
        if (list.matches()) {
            return list(name, list.group(1), text);
        }
        checkElement(name, type, text);
        return JsonNodeFactory.instance.textNode(text);
    }

    private ArrayNode list(String name, String type, String text) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (text.isEmpty()) {
            return list;
        }
        for (String element : text.split(",", -1)) {
            checkElement(name, type, element.strip());
            list.add(element.strip());
        }
        return list;
    }

    private void checkElement(String name, String type, String text) {
        switch (type) {
            case "String", SSM_NAME -> {
                // Any text; the name was looked up before.
            }
            case "Number" -> ParameterConstraints.number(name, text);
            default -> {
                if (!type.startsWith("AWS::")) {
                    throw new EvaluationException("Template format error: Unrecognized parameter type: " + type);
                }
                if (!sources.exists(type, text)) {
                    throw new EvaluationException("Parameter validation failed: parameter value " + text
                            + " for parameter name " + name + " does not exist");
                }
            }
        }
    }
}
