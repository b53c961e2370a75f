package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Avro schema's fields as Hive columns (Hive's AvroSerDe, "Avro to Hive type conversion", with Avro's logical types). A union
 * with null is the other type; one of numbers is the type that holds them all, and of anything else text.
 */
public final class AvroColumns {
    /** Beyond this no engine reads a type; a recursive record has no end at all. */
    private static final int MAX_DEPTH = 64;

    private static final String TOO_DEEP =
            "the Avro schema is nested deeper than %d levels (or holds itself)".formatted(MAX_DEPTH);

    private AvroColumns() {}

    /**
     * The columns by their lower-cased names, in order.
     *
     * @throws UnreadableObjectException if it is no record, or one that holds itself
     */
    public static Map<String, InferredType> of(Schema schema) throws UnreadableObjectException {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new UnreadableObjectException("the Avro file holds no records, but values of type "
                    + schema.getType().getName());
        }
        Map<String, InferredType> columns = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            columns.merge(
                    field.name().toLowerCase(Locale.ROOT),
                    InferredType.of(type(field.schema(), 1)),
                    InferredType::join);
        }
        return columns;
    }

    private static HiveType type(Schema schema, int depth) throws UnreadableObjectException {
        if (depth > MAX_DEPTH) {
            throw new UnreadableObjectException(TOO_DEEP);
        }
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            HiveType known = logical(logical);
            if (known != null) {
                return known;
            }
        }
        return switch (schema.getType()) {
            case RECORD -> struct(schema, depth);
            case ARRAY -> new HiveType.Array(type(schema.getElementType(), depth + 1));
            case MAP -> new HiveType.MapOf(Primitive.STRING, type(schema.getValueType(), depth + 1));
            case UNION -> union(schema, depth);
            case STRING, ENUM, NULL -> Primitive.STRING;
            case FIXED, BYTES -> Primitive.BINARY;
            case INT -> Primitive.INT;
            case LONG -> Primitive.BIGINT;
            case FLOAT -> Primitive.FLOAT;
            case DOUBLE -> Primitive.DOUBLE;
            case BOOLEAN -> Primitive.BOOLEAN;
        };
    }

    /** Null where the readers know only the type below. Times of day are numbers to them, UUIDs text. */
    private static @Nullable HiveType logical(LogicalType logical) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            boolean fits = decimal.getPrecision() <= Decimal.MAX_PRECISION;
            return fits ? new Decimal(decimal.getPrecision(), decimal.getScale()) : null;
        }
        return switch (logical.getName()) {
            case "date" -> Primitive.DATE;
            case "timestamp-millis",
                    "timestamp-micros",
                    "timestamp-nanos",
                    "local-timestamp-millis",
                    "local-timestamp-micros",
                    "local-timestamp-nanos" -> Primitive.TIMESTAMP;
            default -> null;
        };
    }

    private static HiveType struct(Schema schema, int depth) throws UnreadableObjectException {
        List<HiveType.Field> members = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            members.add(new HiveType.Field(field.name().toLowerCase(Locale.ROOT), type(field.schema(), depth + 1)));
        }
        // Hive cannot write a struct without members.
        return members.isEmpty() ? Primitive.STRING : new HiveType.Struct(members);
    }

    private static HiveType union(Schema schema, int depth) throws UnreadableObjectException {
        InferredType joined = InferredType.nothing();
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                joined = joined.join(InferredType.of(type(branch, depth + 1)));
            }
        }
        return joined.toHiveType();
    }
}
