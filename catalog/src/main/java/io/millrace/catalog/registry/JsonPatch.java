package io.millrace.catalog.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patches (RFC 6902) that turn one document into another, with {@code add}, {@code remove} and {@code replace}. In arrays the
 * items that are the same at the beginning and at the end are left alone and the rest is compared by position: right, and short
 * for what people change in schemas, though not always the shortest.
 */
final class JsonPatch {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ArrayNode operations = JSON.createArrayNode();

    private JsonPatch() {}

    /** The patch as JSON text; {@code []} for equal documents. */
    static String between(String from, String to) {
        JsonPatch patch = new JsonPatch();
        try {
            patch.compare("", JSON.readTree(from), JSON.readTree(to));
            return JSON.writeValueAsString(patch.operations);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String path, JsonNode from, JsonNode to) {
        if (from.equals(to)) {
            return;
        }
        if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
            compareObjects(path, before, after);
        } else if (from instanceof ArrayNode before && to instanceof ArrayNode after) {
            compareArrays(path, before, after);
        } else {
            add("replace", path, to);
        }
    }

    private void compareObjects(String path, ObjectNode from, ObjectNode to) {
        for (Map.Entry<String, JsonNode> member : from.properties()) {
            JsonNode after = to.get(member.getKey());
            if (after == null) {
                add("remove", path + segment(member.getKey()), null);
            } else {
                compare(path + segment(member.getKey()), member.getValue(), after);
            }
        }
        for (Map.Entry<String, JsonNode> member : to.properties()) {
            if (!from.has(member.getKey())) {
                add("add", path + segment(member.getKey()), member.getValue());
            }
        }
    }

    private void compareArrays(String path, ArrayNode from, ArrayNode to) {
        int start = 0;
        while (start < Math.min(from.size(), to.size()) && from.get(start).equals(to.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(from.size(), to.size()) - start
                && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
        }
        int common = Math.min(from.size(), to.size()) - start - end;
        for (int i = start; i < start + common; i++) {
            compare(path + "/" + i, from.get(i), to.get(i));
        }
        // Each removal moves the later items up, so all of them are at one place.
        for (int i = start + common; i < from.size() - end; i++) {
            add("remove", path + "/" + (start + common), null);
        }
        for (int i = start + common; i < to.size() - end; i++) {
            add("add", path + "/" + i, to.get(i));
        }
    }

    private void add(String operation, String path, @Nullable JsonNode value) {
        ObjectNode added = operations.addObject().put("op", operation).put("path", path);
        if (value != null) {
            added.set("value", value);
        }
    }

    /** RFC 6901's escapes. */
    private static String segment(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
