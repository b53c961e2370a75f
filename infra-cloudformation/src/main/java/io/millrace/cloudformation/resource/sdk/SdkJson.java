package io.millrace.cloudformation.resource.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills an SDK request's builder from resource properties, by the members' names: a template says {@code LogGroupName} where the API
 * says {@code logGroupName}. Numbers and booleans may be written as text, JSON is turned to text where the API takes text (policy
 * documents, event patterns). A property without a member is refused, never dropped.
 */
final class SdkJson {
    private static final String TAGS = "Tags";

    private SdkJson() {}

    static void read(ObjectNode json, SdkPojo builder, String path) {
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            String place = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            SdkField<?> field = find(builder, property.getKey())
                    .orElseThrow(
                            () -> new ResourceException("The property " + place + " cannot be set; leave it out."));
            field.set(builder, value(property.getValue(), field, place));
        }
    }

    private static Optional<SdkField<?>> find(SdkPojo builder, String name) {
        return builder.sdkFields().stream()
                .filter(field -> field.memberName().equalsIgnoreCase(name))
                .findFirst();
    }

    private static Object value(JsonNode json, SdkField<?> field, String path) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return structure(json, field, path);
        }
        if (type == MarshallingType.LIST) {
            return list(json, field, path);
        }
        if (type == MarshallingType.MAP) {
            return map(json, field, path);
        }
        if (type == MarshallingType.STRING) {
            return json.isContainerNode() ? json.toString() : json.asText();
        }
        if (json.isContainerNode()) {
            throw wrong(path, "a single value");
        }
        return scalar(json.asText(), type, path);
    }

    private static Object structure(JsonNode json, SdkField<?> field, String path) {
        SdkPojo builder = field.constructor().get();
        read(object(json, path), builder, path);
        return ((Buildable) builder).build();
    }

    private static ObjectNode object(JsonNode json, String path) {
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw wrong(path, "a map");
    }

    private static List<Object> list(JsonNode json, SdkField<?> field, String path) {
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> values = new ArrayList<>();
        if (json.isObject() && field.memberName().equalsIgnoreCase(TAGS)) {
            // Some services take tags as a map, others as a list; ResourceProperties holds them as a map.
            json.properties().forEach(tag -> values.add(tag(tag, element)));
            return values;
        }
        if (!json.isArray()) {
            throw wrong(path, "a list");
        }
        for (JsonNode node : json) {
            values.add(value(node, element, path + "." + values.size()));
        }
        return values;
    }

    private static Object tag(Map.Entry<String, JsonNode> tag, SdkField<?> element) {
        SdkPojo builder = element.constructor().get();
        for (SdkField<?> field : builder.sdkFields()) {
            field.set(
                    builder,
                    field.memberName().equalsIgnoreCase("Key")
                            ? tag.getKey()
                            : tag.getValue().asText());
        }
        return ((Buildable) builder).build();
    }

    private static Map<String, Object> map(JsonNode json, SdkField<?> field, String path) {
        SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object(json, path).properties()) {
            values.put(entry.getKey(), value(entry.getValue(), element, path + "." + entry.getKey()));
        }
        return values;
    }

    private static Object scalar(String text, MarshallingType<?> type, String path) {
        try {
            if (type == MarshallingType.BOOLEAN) {
                return bool(text, path);
            }
            if (type == MarshallingType.INTEGER) {
                return Integer.valueOf(text);
            }
            if (type == MarshallingType.LONG) {
                return Long.valueOf(text);
            }
            if (type == MarshallingType.DOUBLE) {
                return Double.valueOf(text);
            }
            if (type == MarshallingType.FLOAT) {
                return Float.valueOf(text);
            }
            if (type == MarshallingType.BIG_DECIMAL) {
                return new BigDecimal(text);
            }
            if (type == MarshallingType.INSTANT) {
                return Instant.parse(text);
            }
        } catch (NumberFormatException e) {
            throw wrong(path, "a number");
        } catch (DateTimeException e) {
            throw wrong(path, "a time such as 2026-01-31T00:00:00Z");
        }
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromUtf8String(text);
        }
        throw wrong(path, "of another kind than Millrace knows");
    }

    private static Boolean bool(String text, String path) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        throw wrong(path, "true or false");
    }

    private static ResourceException wrong(String path, String wanted) {
        return new ResourceException("The property " + path + " must be " + wanted + ".");
    }
}
