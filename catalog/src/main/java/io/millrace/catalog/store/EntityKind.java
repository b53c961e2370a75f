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
 */
public record EntityKind<T>(String name, Function<T, String> write, Function<String, T> read) {
    /** Entities that are model classes of the SDK, kept in their wire form. */
    public static <T extends SdkPojo> EntityKind<T> ofSdk(
            String name, Class<T> type, Supplier<? extends SdkPojo> builder) {
        return new EntityKind<>(
                name,
                entity -> new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8),
                json -> SdkJsonReader.read(json.getBytes(StandardCharsets.UTF_8), builder.get(), type));
    }
}
