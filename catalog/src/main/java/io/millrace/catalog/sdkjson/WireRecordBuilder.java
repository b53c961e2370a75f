package io.millrace.catalog.sdkjson;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** The components of a {@link WireRecord} while it is read. Not thread-safe. */
final class WireRecordBuilder implements SdkPojo, Buildable {
    private final Class<? extends WireRecord> type;
    private final @Nullable Object[] values;

    WireRecordBuilder(Class<? extends WireRecord> type) {
        this.type = type;
        this.values = new @Nullable Object[type.getRecordComponents().length];
    }

    @Override
    public List<SdkField<?>> sdkFields() {
        return WireRecordMembers.of(type);
    }

    Class<? extends WireRecord> type() {
        return type;
    }

    @Nullable
    Object value(int index) {
        return values[index];
    }

    void set(int index, @Nullable Object value) {
        values[index] = value;
    }

    /**
     * The record.
     *
     * @throws CatalogException {@code INVALID_INPUT} if a member is missing
     */
    @Override
    public WireRecord build() {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (values[i] == null && components[i].getType() == List.class) {
                values[i] = List.of();
            }
            if (values[i] == null && !components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new CatalogException(
                        CatalogErrorCode.INVALID_INPUT,
                        "Member " + WireRecordMembers.name(components[i]) + " must not be missing.");
            }
        }
        return construct(components);
    }

    private WireRecord construct(RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends WireRecord> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof CatalogException refused) {
                throw refused;
            }
            throw new IllegalStateException("Cannot make a " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " is no public record", e);
        }
    }
}
