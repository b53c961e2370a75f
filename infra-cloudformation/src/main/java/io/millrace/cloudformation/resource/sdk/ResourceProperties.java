package io.millrace.cloudformation.resource.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.StackIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The properties of one resource on their way into requests of its service. Every {@code with…} gives a changed copy.
 *
 * @param request what is asked of the handler
 * @param id the resource's physical id
 * @param json the properties
 */
public record ResourceProperties(ResourceRequest request, String id, ObjectNode json) {
    private static final String TAGS = "Tags";

    /** Copies the properties. */
    public ResourceProperties {
        json = json.deepCopy();
    }

    /** The properties as the template has them. */
    public static ResourceProperties of(ResourceRequest request, String id) {
        return new ResourceProperties(request, id, request.properties());
    }

    /** The stack. */
    public StackIdentity stack() {
        return request.stack();
    }

    /** The text at a path with dots, such as {@code TableInput.Name}; empty if it is not there. */
    public Optional<String> text(String path) {
        JsonNode node = node(path);
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** The value at a path with dots; a missing node if there is none. */
    public JsonNode node(String path) {
        JsonNode node = json;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    /** The texts of a list; none if it is not there. */
    public List<String> texts(String path) {
        List<String> texts = new ArrayList<>();
        node(path).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** With a text at a path, whose maps are made where they are missing. */
    public ResourceProperties with(String path, String text) {
        return with(path, JsonNodeFactory.instance.textNode(text));
    }

    /** With a value at a path, whose maps are made where they are missing. */
    public ResourceProperties with(String path, JsonNode value) {
        ObjectNode changed = json.deepCopy();
        ObjectNode place = changed;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            place = place.withObjectProperty(names[i]);
        }
        place.set(names[names.length - 1], value);
        return new ResourceProperties(request, id, changed);
    }

    /** With a text at a path unless there is a value. */
    public ResourceProperties withDefault(String path, String text) {
        return withDefault(path, JsonNodeFactory.instance.textNode(text));
    }

    /** With a value at a path unless there is one. */
    public ResourceProperties withDefault(String path, JsonNode value) {
        return node(path).isMissingNode() ? with(path, value) : this;
    }

    /** Without these properties. */
    public ResourceProperties without(String... names) {
        return new ResourceProperties(request, id, json.deepCopy().without(List.of(names)));
    }

    /** With these properties alone. */
    public ResourceProperties only(String... names) {
        return new ResourceProperties(request, id, json.deepCopy().retain(names));
    }

    /** With the property under another name, as the service calls it. */
    public ResourceProperties renamed(String path, String other) {
        JsonNode value = node(path);
        if (value.isMissingNode()) {
            return this;
        }
        int dot = path.lastIndexOf('.');
        String parent = path.substring(0, dot + 1);
        ResourceProperties moved = with(parent + other, value);
        ((ObjectNode) (dot < 0 ? moved.json : moved.node(path.substring(0, dot)))).remove(path.substring(dot + 1));
        return moved;
    }

    /** With the stack's tags besides the resource's own. */
    public ResourceProperties withTags() {
        ObjectNode tags = JsonNodeFactory.instance.objectNode();
        tags().forEach(tags::put);
        return tags.isEmpty() ? without(TAGS) : with(TAGS, tags);
    }

    /** The resource's tags, in a template a map or a list of keys and values, over the stack's. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>(request.tags());
        JsonNode own = json.path(TAGS);
        if (own.isArray()) {
            own.forEach(
                    tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        } else {
            own.properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        }
        return tags;
    }

    /** The properties in a request; one that the request does not have is refused. */
    public <B extends SdkPojo> B into(B builder) {
        SdkJson.read(json, builder, "");
        return builder;
    }
}
