package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.record.ReadingRules.BinaryText;
import io.millrace.catalog.type.HiveType.Decimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro's values as JSON, by the types that {@link io.millrace.catalog.classify.AvroColumns} gives them. */
final class AvroValues {
    private static final long MICROS_A_MILLI = 1_000;
    private static final long NANOS_A_MICRO = 1_000;

    private final BinaryText binary;

    AvroValues(BinaryText binary) {
        this.binary = binary;
    }

    void write(Schema schema, @Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        LogicalType logical = schema.getLogicalType();
        if (logical != null && logical(logical, value, out)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> record(schema, (IndexedRecord) value, out);
            case ARRAY -> {
                out.writeStartArray();
                for (Object element : (Iterable<?>) value) {
                    write(schema.getElementType(), element, out);
                }
                out.writeEndArray();
            }
            case MAP -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    write(schema.getValueType(), entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case UNION -> write(schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), value, out);
            case FIXED, BYTES -> binary(bytes(value), out);
            case INT, LONG -> out.writeNumber(((Number) value).longValue());
            case FLOAT -> out.writeNumber((Float) value);
            case DOUBLE -> out.writeNumber((Double) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING, ENUM -> out.writeString(value.toString());
            case NULL -> out.writeNull();
        }
    }

    /** Names have no case in the catalog; of those that differ in it alone the first one stands. */
    private void record(Schema schema, IndexedRecord value, JsonGenerator out) throws IOException {
        Set<String> names = new HashSet<>();
        out.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (names.add(name)) {
                out.writeFieldName(name);
                write(field.schema(), value.get(field.pos()), out);
            }
        }
        out.writeEndObject();
    }

    /** Whether the logical type is one that columns have. */
    private static boolean logical(LogicalType logical, Object value, JsonGenerator out) throws IOException {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > Decimal.MAX_PRECISION) {
                return false;
            }
            out.writeString(new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toPlainString());
            return true;
        }
        switch (logical.getName()) {
            case "date" ->
                out.writeString(
                        LocalDate.ofEpochDay(((Number) value).longValue()).toString());
            case "timestamp-millis", "local-timestamp-millis" ->
                out.writeString(SqlTimes.ofMicros(Math.multiplyExact((Long) value, MICROS_A_MILLI)));
            case "timestamp-micros", "local-timestamp-micros" -> out.writeString(SqlTimes.ofMicros((Long) value));
            case "timestamp-nanos", "local-timestamp-nanos" ->
                out.writeString(SqlTimes.ofMicros(Math.floorDiv((Long) value, NANOS_A_MICRO)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void binary(byte[] bytes, JsonGenerator out) throws IOException {
        if (binary == BinaryText.BASE64) {
            out.writeString(Base64.getEncoder().encodeToString(bytes));
            return;
        }
        StringBuilder text = new StringBuilder(bytes.length * 4);
        for (byte b : bytes) {
            text.append("\\x")
                    .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
        }
        out.writeString(text.toString());
    }
}
