package io.millrace.catalog.sdkjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes an SDK model object's payload members as JSON; members without a value are left out. Thread-safe. */
public final class SdkJsonWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private SdkJsonWriter() {}

    /** The object as UTF-8 JSON. */
    public static byte[] write(SdkPojo object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            write(object, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes the object as UTF-8 JSON and leaves {@code out} open. */
    public static void write(SdkPojo object, OutputStream out) throws IOException {
        try (JsonGenerator generator = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            writeStructure(generator, object);
        }
    }

    private static void writeStructure(JsonGenerator generator, SdkPojo object) throws IOException {
        writeStructure(generator, object, null);
    }

    /** Writes the object; parts of it that {@code series} knows are copied. */
    static void writeStructure(JsonGenerator generator, SdkPojo object, @Nullable SdkJsonSeries series)
            throws IOException {
        generator.writeStartObject();
        for (SdkField<?> field : object.sdkFields()) {
            if (field.location() != MarshallLocation.PAYLOAD) {
                continue;
            }
            Object value = field.getValueOrDefault(object);
            if (isPresent(value)) {
                generator.writeFieldName(field.locationName());
                String known = series == null ? null : series.find(field, value);
                if (known != null) {
                    generator.writeRawValue(known);
                } else if (series != null && value instanceof SdkPojo nested) {
                    writeStructure(generator, nested, series);
                } else {
                    writeValue(generator, field, value);
                }
            }
        }
        generator.writeEndObject();
    }

    private static boolean isPresent(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    static void writeValue(JsonGenerator generator, SdkField<?> field, @Nullable Object value) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (value == null) {
            generator.writeNull();
        } else if (type == MarshallingType.SDK_POJO) {
            writeStructure(generator, (SdkPojo) value);
        } else if (type == MarshallingType.LIST) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            generator.writeStartArray();
            for (Object item : (List<?>) value) {
                writeValue(generator, element, item);
            }
            generator.writeEndArray();
        } else if (type == MarshallingType.MAP) {
            writeMap(generator, field.getTrait(MapTrait.class).valueFieldInfo(), (Map<?, ?>) value);
        } else if (value instanceof Instant instant) {
            writeInstant(generator, field, instant);
        } else {
            writeScalar(generator, value);
        }
    }

    private static void writeInstant(JsonGenerator generator, SdkField<?> field, Instant instant) throws IOException {
        TimestampFormatTrait.Format format = SdkTimestamps.formatOf(field);
        if (SdkTimestamps.isText(format)) {
            generator.writeString(SdkTimestamps.toText(instant, format));
        } else if (format == TimestampFormatTrait.Format.UNIX_TIMESTAMP_MILLIS) {
            generator.writeNumber(instant.toEpochMilli());
        } else {
            generator.writeNumber(BigDecimal.valueOf(instant.toEpochMilli(), 3));
        }
    }

    private static void writeMap(JsonGenerator generator, SdkField<?> valueField, Map<?, ?> map) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            generator.writeFieldName(entry.getKey().toString());
            writeValue(generator, valueField, entry.getValue());
        }
        generator.writeEndObject();
    }

    private static void writeScalar(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof SdkBytes bytes) {
            generator.writeBinary(bytes.asByteArrayUnsafe());
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Float number) {
            generator.writeNumber(number);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else {
            generator.writeString(value.toString());
        }
    }
}
