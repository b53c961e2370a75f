package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Iceberg's types (specification, appendix C) as Hive types, as Iceberg's own Glue catalog writes them. */
final class IcebergTypes {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");

    private IcebergTypes() {}

    static HiveType of(JsonNode type) throws UnreadableObjectException {
        if (type.isTextual()) {
            return primitive(type.asText());
        }
        return switch (type.path("type").asText()) {
            case "struct" -> struct(type.path("fields"));
            case "list" -> new HiveType.Array(of(type.path("element")));
            case "map" -> new HiveType.MapOf(of(type.path("key")), of(type.path("value")));
            default -> throw new UnreadableObjectException("the Iceberg table's schema has an unknown type " + type);
        };
    }

    private static HiveType struct(JsonNode fields) throws UnreadableObjectException {
        List<HiveType.Field> members = new ArrayList<>();
        for (JsonNode field : fields) {
            members.add(
                    new HiveType.Field(field.path("name").asText().toLowerCase(Locale.ROOT), of(field.path("type"))));
        }
        return new HiveType.Struct(members);
    }

    private static HiveType decimal(String name, int precision, int scale) throws UnreadableObjectException {
        try {
            return new Decimal(precision, scale);
        } catch (IllegalArgumentException e) {
            throw new UnreadableObjectException("the Iceberg table's schema has an impossible type " + name, e);
        }
    }

    private static HiveType primitive(String name) throws UnreadableObjectException {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return decimal(name, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        if (name.startsWith("fixed[")) {
            return Primitive.BINARY;
        }
        return switch (name) {
            case "boolean" -> Primitive.BOOLEAN;
            case "int" -> Primitive.INT;
            case "long" -> Primitive.BIGINT;
            case "float" -> Primitive.FLOAT;
            case "double" -> Primitive.DOUBLE;
            case "date" -> Primitive.DATE;
            case "timestamp", "timestamptz", "timestamp_ns", "timestamptz_ns" -> Primitive.TIMESTAMP;
            case "binary" -> Primitive.BINARY;
            // Hive has neither times of day nor UUIDs, nor the types of version 3.
            case "string", "time", "uuid", "unknown", "variant" -> Primitive.STRING;
            default -> throw new UnreadableObjectException("the Iceberg table's schema has an unknown type " + name);
        };
    }
}
