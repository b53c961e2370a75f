package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Reads a form into an SDK model class. Lists are {@code Tags.member.1}, maps {@code Attributes.entry.1.key} and {@code .value};
 * flattened ones have no {@code member} and {@code entry}. Parameters that are no members are passed over, as AWS does.
 */
final class QueryReader {
    private QueryReader() {}

    /**
     * Reads into a builder.
     *
     * @throws SdkJsonException if a member has the wrong form
     */
    static void readInto(FormNode node, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            FormNode child = node.child(field.locationName());
            if (child != null) {
                field.set(builder, readValue(child, field));
            }
        }
    }

    private static Object readValue(FormNode node, SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return readList(node, field.getTrait(ListTrait.class));
        }
        if (type == MarshallingType.MAP) {
            return readMap(node, field.getTrait(MapTrait.class));
        }
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            readInto(node, builder);
            return ((Buildable) builder).build();
        }
        if (!node.isLeaf()) {
            throw new SdkJsonException("Start of structure or map found where not expected: " + field.memberName());
        }
        return RestValues.read(field, List.of(node.value().orElse("")));
    }

    private static List<Object> readList(FormNode node, ListTrait list) {
        FormNode below = below(node, list.isFlattened(), list.memberLocationName(), "member");
        List<Object> values = new ArrayList<>();
        if (below != null) {
            for (FormNode element : below.elements()) {
                values.add(readValue(element, list.memberFieldInfo()));
            }
        }
        return values;
    }

    private static Map<String, Object> readMap(FormNode node, MapTrait map) {
        FormNode below = below(node, map.isFlattened(), null, "entry");
        Map<String, Object> values = new LinkedHashMap<>();
        if (below == null) {
            return values;
        }
        for (FormNode entry : below.elements()) {
            FormNode key = entry.child(map.keyLocationName());
            FormNode value = entry.child(map.valueLocationName());
            if (key == null || value == null) {
                throw new SdkJsonException("An entry of a map must have " + map.keyLocationName() + " and "
                        + map.valueLocationName() + ".");
            }
            values.put(key.value().orElse(""), readValue(value, map.valueFieldInfo()));
        }
        return values;
    }

    /** Where the positions begin; null if the collection is empty, which the AWS CLI writes as {@code Tags=}. */
    private static @Nullable FormNode below(FormNode node, boolean flattened, @Nullable String name, String other) {
        if (node.isLeaf()) {
            if (node.value().filter(text -> !text.isEmpty()).isPresent()) {
                throw new SdkJsonException("Expected list or map, but there is a text.");
            }
            return null;
        }
        if (flattened) {
            return node;
        }
        FormNode below = node.child(name == null ? other : name);
        if (below == null) {
            throw new SdkJsonException("Expected " + (name == null ? other : name) + " in a list or map.");
        }
        return below;
    }
}
