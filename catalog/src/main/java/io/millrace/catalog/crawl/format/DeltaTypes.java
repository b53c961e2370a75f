package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Delta's types (protocol, "Schema Serialization Format", which are Spark's) as Hive types. */
final class DeltaTypes {
    private DeltaTypes() {}

    static HiveType of(JsonNode type) throws UnreadableObjectException {
        if (type.isTextual()) {
            return primitive(type.asText());
        }
        return switch (type.path("type").asText()) {
            case "struct" -> struct(type.path("fields"));
            case "array" -> new HiveType.Array(of(type.path("elementType")));
            case "map" -> new HiveType.MapOf(of(type.path("keyType")), of(type.path("valueType")));
            default -> throw unknown(type.toString());
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

    private static HiveType primitive(String name) throws UnreadableObjectException {
        return switch (name) {
            case "timestamp_ntz" -> Primitive.TIMESTAMP;
            // A column of nulls, and types that Hive does not have.
            case "void", "variant" -> Primitive.STRING;
            default -> hive(name);
        };
    }

    private static HiveType hive(String name) throws UnreadableObjectException {
        if (name.startsWith("interval")) {
            return Primitive.STRING;
        }
        try {
            return HiveType.parse(name);
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
    }

    private static UnreadableObjectException unknown(String type) {
        return new UnreadableObjectException("the Delta table's schema has an unknown type " + type);
    }
}
