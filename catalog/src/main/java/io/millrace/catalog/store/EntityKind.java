package io.millrace.catalog.store;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * One kind of the catalog's smaller entities, such as connections or functions. A kind is a constant of the feature that owns it.
 *
 * @param name what tells it apart in the store, such as {@code connection}; never changed once data exists
 * @param write to the JSON that the store keeps
 * @param read back from it
 * @param past whether it has a history; the same for every transaction that uses the kind
 */
public record EntityKind<T>(String name, Function<T, String> write, Function<String, T> read, Past past) {
    /** Whether the store keeps what such an entity was before it was changed or removed. */
    public enum Past {
        KEPT,
        FORGOTTEN
    }

    /** A kind whose past is kept. */
    public EntityKind(String name, Function<T, String> write, Function<String, T> read) {
        this(name, write, read, Past.KEPT);
    }

    /** The same kind, but what it was is gone once it is changed or removed: for secrets. It cannot be read as of the past. */
    public EntityKind<T> withoutHistory() {
        return new EntityKind<>(name, write, read, Past.FORGOTTEN);
    }

    /** Entities that are model classes of the SDK, kept in their wire form. */
    public static <T extends SdkPojo> EntityKind<T> ofSdk(
            String name, Class<T> type, Supplier<? extends SdkPojo> builder) {
        return new EntityKind<>(
                name,
                entity -> new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8),
                json -> SdkJsonReader.read(json.getBytes(StandardCharsets.UTF_8), builder.get(), type));
    }
}
