package io.millrace.catalog.registry.format;

import com.fasterxml.jackson.databind.JsonNode;

/** Bounds the unions of an Avro schema: Avro compares each branch of the one with each of the other. */
final class AvroUnions {
    /** One union of 1,000 branches, or 100 of 100. */
    private static final long MAX_PAIRS = 1_000_000;

    private long pairs;

    private AvroUnions() {}

    static void requireBounded(JsonNode schema) {
        new AvroUnions().visit(schema);
    }

    private void visit(JsonNode type) {
        if (type.isArray()) {
            pairs += (long) type.size() * type.size();
            if (pairs > MAX_PAIRS) {
                throw new InvalidDefinitionException("The Avro schema has unions with too many branches");
            }
            type.forEach(this::visit);
        } else if (type.isObject()) {
            visit(type.path("type"));
            visit(type.path("items"));
            visit(type.path("values"));
            type.path("fields").forEach(field -> visit(field.path("type")));
        }
    }
}
