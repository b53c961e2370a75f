package io.millrace.server.wire.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One shape of an API model with its constraints.
 *
 * @param type C2J's name of the type: {@code structure}, {@code list}, {@code map}, {@code string}, {@code integer} …
 * @param required names of the members that a structure must have
 * @param members shape names of a structure's members
 * @param element shape name of a list's elements or a map's values
 * @param key shape name of a map's keys
 * @param min least length of a string, blob, list or map, or least number
 * @param max greatest length or number
 * @param pattern regular expression that a whole string must match
 * @param values the values of an enumeration; empty for other strings
 * @param sensitive whether a value must not be shown in an error
 */
public record ShapeModel(
        String type,
        Set<String> required,
        Map<String, String> members,
        @Nullable String element,
        @Nullable String key,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable String pattern,
        List<String> values,
        boolean sensitive) {

    /** Copies the collections. */
    public ShapeModel {
        required = Set.copyOf(required);
        members = Map.copyOf(members);
        values = List.copyOf(values);
    }

    static ShapeModel from(JsonNode json) {
        Set<String> required = new HashSet<>();
        json.path("required").forEach(name -> required.add(name.asText()));
        Map<String, String> members = new HashMap<>();
        json.path("members").forEachEntry((name, shape) -> members.put(name, shape.asText()));
        List<String> values = new ArrayList<>();
        json.path("enum").forEach(value -> values.add(value.asText()));
        return new ShapeModel(
                json.path("type").asText(),
                required,
                members,
                text(json, json.has("member") ? "member" : "value"),
                text(json, "key"),
                number(json, "min"),
                number(json, "max"),
                text(json, "pattern"),
                values,
                json.path("sensitive").asBoolean());
    }

    private static @Nullable String text(JsonNode json, String key) {
        return json.has(key) ? json.get(key).asText() : null;
    }

    private static @Nullable Double number(JsonNode json, String key) {
        return json.has(key) ? json.get(key).asDouble() : null;
    }
}
