package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transform {@code AWS::LanguageExtensions}: {@code Fn::ForEach} loops become what they stand for. The other extensions
 * ({@code Fn::Length}, {@code Fn::ToJsonString}, defaults of {@code Fn::FindInMap}, functions in policies) need no expansion.
 */
public final class LanguageExtensions {
    /** The only transform that is supported. */
    public static final String NAME = "AWS::LanguageExtensions";

    private static final String LOOP = "Fn::ForEach::";
    private static final int MAX_RESOURCES = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ParameterValue> parameters;
    private final Map<String, Integer> lines;

    private LanguageExtensions(Map<String, ParameterValue> parameters, Map<String, Integer> lines) {
        this.parameters = parameters;
        this.lines = lines;
    }

    /** Whether the template asks for the transform. */
    public static boolean isUsedBy(Template template) {
        return transforms(template).contains(NAME);
    }

    /** The transforms that a template asks for. */
    public static List<String> transforms(Template template) {
        JsonNode transform = template.section("Transform");
        List<String> names = new ArrayList<>();
        if (transform.isTextual()) {
            names.add(transform.asText());
        }
        for (JsonNode name : transform) {
            names.add(name.isObject() ? name.path("Name").asText() : name.asText());
        }
        return names;
    }

    /**
     * The template without loops.
     *
     * @throws EvaluationException if it uses a loop but not the transform, or a loop is malformed
     */
    public static Template expand(Template template, Map<String, ParameterValue> parameters) {
        LanguageExtensions extensions = new LanguageExtensions(parameters, new HashMap<>(template.lines()));
        if (!isUsedBy(template)) {
            return template;
        }
        ObjectNode root = (ObjectNode) extensions.expand(template.root(), Map.of(), "");
        if (root.path("Resources").size() > MAX_RESOURCES) {
            throw new EvaluationException("Template format error: Number of resources, "
                    + root.path("Resources").size() + ", is greater than maximum allowed, " + MAX_RESOURCES);
        }
        return new Template(root, extensions.lines);
    }

    private JsonNode expand(JsonNode value, Map<String, String> loop, String path) {
        if (value.isTextual()) {
            return JSON.textNode(replaced(value.asText(), loop));
        }
        if (value.isArray()) {
            ArrayNode list = JSON.arrayNode();
            value.forEach(element -> list.add(expand(element, loop, path + "/" + list.size())));
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        JsonNode reference = value.path("Ref");
        if (value.size() == 1 && loop.containsKey(reference.asText())) {
            return JSON.textNode(loop.get(reference.asText()));
        }
        return map(value, loop, path);
    }

    private ObjectNode map(JsonNode value, Map<String, String> loop, String path) {
        ObjectNode map = JSON.objectNode();
        value.properties().forEach(entry -> {
            String place = path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey();
            if (entry.getKey().startsWith(LOOP)) {
                loop(entry.getKey(), entry.getValue(), loop, path).forEach((key, body) -> put(map, key, body));
            } else {
                put(map, replaced(entry.getKey(), loop), expand(entry.getValue(), loop, place));
            }
        });
        return map;
    }

    private static void put(ObjectNode map, String key, JsonNode value) {
        if (map.has(key)) {
            throw new EvaluationException("Template format error: Fn::ForEach makes the key " + key + " twice");
        }
        map.set(key, value);
    }

    private Map<String, JsonNode> loop(String key, JsonNode declared, Map<String, String> outer, String path) {
        if (!declared.isArray() || declared.size() != 3 || !declared.path(2).isObject()) {
            throw new EvaluationException(
                    "Template error: " + key + " requires an identifier, a collection and a map of what is repeated");
        }
        String identifier = declared.path(0).asText();
        Map<String, JsonNode> made = new LinkedHashMap<>();
        for (String item : collection(key, expand(declared.path(1), outer, path))) {
            Map<String, String> inner = new HashMap<>(outer);
            inner.put(identifier, item);
            map(declared.path(2), inner, path).properties().forEach(entry -> {
                if (made.put(entry.getKey(), entry.getValue()) != null) {
                    throw new EvaluationException("Template format error: " + key + " makes the key " + entry.getKey()
                            + " twice; use ${" + identifier + "} in it");
                }
                Integer line = lines.get(path + "/" + key);
                if (line != null) {
                    lines.put(path + "/" + entry.getKey(), line);
                }
            });
        }
        return made;
    }

    private List<String> collection(String key, JsonNode collection) {
        JsonNode list = collection;
        ParameterValue parameter = parameters.get(collection.path("Ref").asText());
        if (parameter != null) {
            list = parameter.value();
        }
        if (!list.isArray()) {
            throw new EvaluationException(
                    "Template error: the collection of " + key + " must be a list or a Ref to a list parameter");
        }
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(item.asText()));
        return items;
    }

    /** {@code &{Name}} leaves only letters and digits, as logical ids need them. */
    private static String replaced(String text, Map<String, String> loop) {
        String result = text;
        for (Map.Entry<String, String> variable : loop.entrySet()) {
            result = result.replace("${" + variable.getKey() + "}", variable.getValue())
                    .replace("&{" + variable.getKey() + "}", variable.getValue().replaceAll("[^A-Za-z0-9]", ""));
        }
        return result;
    }
}
