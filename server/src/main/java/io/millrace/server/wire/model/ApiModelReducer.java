package io.millrace.server.wire.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reduces AWS's published API models (C2J JSON of {@code com.amazonaws:aws-java-sdk-models}) to what the server needs of them:
 * operations with their HTTP bindings, the shapes that requests reach with their constraints, and the errors. Runs at build time;
 * {@link ApiModel} reads the result.
 */
public final class ApiModelReducer {
    private static final List<String> SHAPE_KEYS =
            List.of("type", "required", "min", "max", "pattern", "enum", "sensitive");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode source;
    private final Map<String, ObjectNode> shapes = new TreeMap<>();

    private ApiModelReducer(JsonNode source) {
        this.source = source;
    }

    /**
     * Writes {@code <service>.json} for each model.
     *
     * @param arguments the folder to write to, then names of models such as {@code glue-2017-03-31}
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            Path target = folder.resolve(name.substring(0, name.indexOf('-')) + ".json");
            JSON.writeValue(target.toFile(), new ApiModelReducer(read(name)).reduce());
        }
    }

    private static JsonNode read(String name) throws IOException {
        String resource = "/models/" + name + "-model.json";
        try (InputStream in = ApiModelReducer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("No API model on the class path: " + resource);
            }
            return JSON.readTree(in);
        }
    }

    private ObjectNode reduce() {
        ObjectNode result = JSON.createObjectNode();
        JsonNode metadata = source.path("metadata");
        result.put("protocol", protocol(metadata));
        result.put("version", metadata.path("apiVersion").asText());
        result.put("xmlNamespace", metadata.path("xmlNamespace").asText());
        result.put("targetPrefix", metadata.path("targetPrefix").asText());
        ObjectNode operations = result.putObject("operations");
        source.path("operations").forEachEntry((name, operation) -> operations.set(name, reduceOperation(operation)));
        result.set("errors", reduceErrors());
        ObjectNode reduced = result.putObject("shapes");
        shapes.forEach(reduced::set);
        return result;
    }

    /** CloudWatch's first is CBOR, which no other service has; it speaks AWS Query as well. */
    private static String protocol(JsonNode metadata) {
        String first = metadata.path("protocol").asText();
        for (JsonNode other : metadata.path("protocols")) {
            if (first.equals("smithy-rpc-v2-cbor") && other.asText().equals("query")) {
                return other.asText();
            }
        }
        return first;
    }

    private ObjectNode reduceOperation(JsonNode operation) {
        ObjectNode result = JSON.createObjectNode();
        JsonNode http = operation.path("http");
        result.put("method", http.path("method").asText("POST"));
        result.put("uri", http.path("requestUri").asText("/"));
        result.put("status", http.path("responseCode").asInt(200));
        String input = operation.path("input").path("shape").asText();
        result.put("input", input);
        result.put(
                "resultWrapper", operation.path("output").path("resultWrapper").asText());
        collectShapes(input);
        return result;
    }

    private void collectShapes(String root) {
        Deque<String> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!name.isEmpty() && !shapes.containsKey(name)) {
                shapes.put(name, reduceShape(source.path("shapes").path(name), open));
            }
        }
    }

    private static ObjectNode reduceShape(JsonNode shape, Deque<String> referenced) {
        ObjectNode result = JSON.createObjectNode();
        for (String key : SHAPE_KEYS) {
            if (shape.has(key)) {
                result.set(key, shape.get(key));
            }
        }
        for (String key : List.of("member", "key", "value")) {
            if (shape.has(key)) {
                result.put(key, reference(shape.get(key), referenced));
            }
        }
        if (shape.has("members")) {
            ObjectNode members = result.putObject("members");
            shape.get("members").forEachEntry((name, member) -> members.put(name, reference(member, referenced)));
        }
        return result;
    }

    private static String reference(JsonNode member, Deque<String> referenced) {
        String name = member.path("shape").asText();
        referenced.push(name);
        return name;
    }

    private ObjectNode reduceErrors() {
        ObjectNode errors = JSON.createObjectNode();
        source.path("shapes").forEachEntry((name, shape) -> {
            if (shape.path("exception").asBoolean()) {
                ObjectNode error = errors.putObject(name);
                int defaultStatus = shape.path("fault").asBoolean() ? 500 : 400;
                error.put("status", shape.path("error").path("httpStatusCode").asInt(defaultStatus));
                error.put("code", shape.path("error").path("code").asText());
                error.put("message", messageMember(shape.path("members")));
            }
        });
        return errors;
    }

    private static String messageMember(JsonNode members) {
        return members.has("Message") ? "Message" : "message";
    }
}
