package io.millrace.catalog.sdkjson;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.LocationTrait;

/** The members of {@link WireRecord}s, as the SDK describes those of its own classes. */
final class WireRecordMembers {
    private static final Map<Class<?>, List<SdkField<?>>> MEMBERS = new ConcurrentHashMap<>();

    private WireRecordMembers() {}

    static List<SdkField<?>> of(Class<?> type) {
        return MEMBERS.computeIfAbsent(type, WireRecordMembers::read);
    }

    static String name(RecordComponent component) {
        String name = component.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static List<SdkField<?>> read(Class<?> type) {
        List<SdkField<?>> members = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            members.add(member(components[i], i));
        }
        return List.copyOf(members);
    }

    private static SdkField<?> member(RecordComponent component, int index) {
        SdkField.Builder<Object> field = field(name(component), component.getGenericType());
        return field.getter(owner -> value(component, owner, index))
                .setter((builder, value) -> ((WireRecordBuilder) builder).set(index, value))
                .build();
    }

    @SuppressWarnings("NullAway") // the SDK's own getters give null for what is missing
    private static Object value(RecordComponent component, Object owner, int index) {
        if (owner instanceof WireRecordBuilder builder) {
            return builder.value(index);
        }
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner.getClass().getName() + " is no public record", e);
        }
    }

    private static SdkField.Builder<Object> field(String name, Type type) {
        LocationTrait place = LocationTrait.builder()
                .location(MarshallLocation.PAYLOAD)
                .locationName(name)
                .build();
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            ListTrait items = ListTrait.builder()
                    .memberFieldInfo(
                            field("member", list.getActualTypeArguments()[0]).build())
                    .build();
            return begun(MarshallingType.LIST).memberName(name).traits(place, items);
        }
        SdkField.Builder<Object> field =
                begun(marshalling(type)).memberName(name).traits(place);
        return isRecord(type) ? field.constructor(() -> new WireRecordBuilder(record(type))) : field;
    }

    @SuppressWarnings(
            "unchecked") // values are of the components' types, which reflection checks when it makes the record
    private static SdkField.Builder<Object> begun(MarshallingType<?> type) {
        return (SdkField.Builder<Object>) SdkField.builder(type);
    }

    private static MarshallingType<?> marshalling(Type type) {
        if (isRecord(type)) {
            return MarshallingType.SDK_POJO;
        }
        if (type == String.class) {
            return MarshallingType.STRING;
        }
        if (type == long.class) {
            return MarshallingType.LONG;
        }
        if (type == int.class || type == Integer.class) {
            return MarshallingType.INTEGER;
        }
        throw new IllegalArgumentException("A member cannot be a " + type);
    }

    private static boolean isRecord(@Nullable Type type) {
        return type instanceof Class<?> named && WireRecord.class.isAssignableFrom(named);
    }

    private static Class<? extends WireRecord> record(Type type) {
        return ((Class<?>) type).asSubclass(WireRecord.class);
    }
}
