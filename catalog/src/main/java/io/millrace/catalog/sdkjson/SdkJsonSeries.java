package io.millrace.catalog.sdkjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;

/**
 * Writes many SDK model objects of which parts are mostly equal, as the columns of a table's partitions are: a list or an
 * object that equals the one before it in the same place is copied, not written again. Gives the same text as
 * {@link SdkJsonWriter}. Not thread-safe.
 */
public final class SdkJsonSeries {
    private static final JsonFactory JSON = new JsonFactory();

    /** A part that differs so often in a row is not compared any more. */
    private static final int MAX_MISSES = 3;

    private final IdentityHashMap<SdkField<?>, Part> parts = new IdentityHashMap<>();
    private final Part lastMap = new Part();

    /** What was written last in one place. */
    private static final class Part {
        private @Nullable Object value;
        private String json = "";
        private int misses;
    }

    /** The object as JSON. */
    public String write(SdkPojo object) {
        return text(generator -> SdkJsonWriter.writeStructure(generator, object, this));
    }

    /** The JSON of the value; null if it has to be written part by part. */
    @Nullable
    String find(SdkField<?> field, Object value) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.MAP) {
            return findMap(field, value);
        }
        if (type != MarshallingType.LIST && type != MarshallingType.SDK_POJO) {
            return null;
        }
        Part part = parts.computeIfAbsent(field, any -> new Part());
        if (part.misses >= MAX_MISSES) {
            return null;
        }
        if (!value.equals(part.value)) {
            part.misses++;
            part.value = value;
            part.json = text(generator -> SdkJsonWriter.writeValue(generator, field, value));
        } else {
            part.misses = 0;
        }
        return part.json;
    }

    /** The same map is mostly written twice into one object: a partition's parameters are those of its descriptor. */
    private String findMap(SdkField<?> field, Object value) {
        if (!value.equals(lastMap.value)) {
            lastMap.value = value;
            lastMap.json = text(generator -> SdkJsonWriter.writeValue(generator, field, value));
        }
        return lastMap.json;
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private static String text(Writing writing) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
