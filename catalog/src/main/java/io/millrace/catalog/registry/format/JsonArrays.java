package io.millrace.catalog.registry.format;

import java.util.List;
import java.util.Objects;
import org.everit.json.schema.ArraySchema;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Compares schemas of arrays: lengths, items by position, uniqueness, {@code contains}. */
final class JsonArrays {
    private final JsonContainment containment;

    JsonArrays(JsonContainment containment) {
        this.containment = containment;
    }

    boolean contains(String path, ArraySchema reader, ArraySchema writer) {
        boolean contained = lengths(path, reader, writer);
        contained &= containedItem(path, reader, writer);
        if (reader.needsUniqueItems() && !writer.needsUniqueItems()) {
            contained = containment.differ(path, "items must be unique");
        }
        // One past the longer tuple stands for all further items.
        int positions = Math.max(tuple(reader).size(), tuple(writer).size());
        for (int at = 0; at <= positions; at++) {
            if (writer.getMaxItems() == null || at < writer.getMaxItems()) {
                contained &= containment.contains(path + "/items/" + at, item(reader, at), item(writer, at));
            }
        }
        return contained;
    }

    private boolean lengths(String path, ArraySchema reader, ArraySchema writer) {
        boolean contained = true;
        if (Objects.requireNonNullElse(reader.getMinItems(), 0) > Objects.requireNonNullElse(writer.getMinItems(), 0)) {
            contained = containment.differ(path, "minItems is " + reader.getMinItems());
        }
        if (Objects.requireNonNullElse(reader.getMaxItems(), Integer.MAX_VALUE)
                < Objects.requireNonNullElse(writer.getMaxItems(), Integer.MAX_VALUE)) {
            contained = containment.differ(path, "maxItems is " + reader.getMaxItems());
        }
        return contained;
    }

    private boolean containedItem(String path, ArraySchema reader, ArraySchema writer) {
        Schema read = reader.getContainedItemSchema();
        if (read == null) {
            return true;
        }
        Schema written = writer.getContainedItemSchema();
        return written == null
                ? containment.differ(path, "an item that it must contain may be missing")
                : containment.contains(path + "/contains", read, written);
    }

    private static List<Schema> tuple(ArraySchema schema) {
        @Nullable List<Schema> items = schema.getItemSchemas();
        return items == null ? List.of() : items;
    }

    private static Schema item(ArraySchema schema, int at) {
        if (schema.getAllItemSchema() != null) {
            return schema.getAllItemSchema();
        }
        List<Schema> tuple = tuple(schema);
        if (at < tuple.size()) {
            return tuple.get(at);
        }
        return schema.permitsAdditionalItems()
                ? JsonContainment.orAnything(schema.getSchemaOfAdditionalItems())
                : FalseSchema.INSTANCE;
    }
}
