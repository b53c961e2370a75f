package io.millrace.catalog.registry.format;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.ObjectSchema;
import org.everit.json.schema.Schema;

/**
 * Compares schemas of objects. A property that only the reader names is compared with what the writer says of additional ones: new
 * optional properties are no matter where the writer closed its objects, and may clash where it left them open.
 */
final class JsonObjects {
    private final JsonContainment containment;

    JsonObjects(JsonContainment containment) {
        this.containment = containment;
    }

    boolean contains(String path, ObjectSchema reader, ObjectSchema writer) {
        boolean contained = required(path, reader, writer);
        contained &= sizes(path, reader, writer);
        contained &= properties(path, reader, writer);
        contained &= patterns(path, reader, writer);
        contained &= propertyNames(path, reader, writer);
        contained &= propertyDependencies(path, reader, writer);
        contained &= schemaDependencies(path, reader, writer);
        return contained;
    }

    private boolean required(String path, ObjectSchema reader, ObjectSchema writer) {
        Set<String> written = new LinkedHashSet<>(writer.getRequiredProperties());
        boolean contained = true;
        for (String name : reader.getRequiredProperties()) {
            if (!written.contains(name)) {
                contained = containment.differ(path, "property " + name + " is required, but may be missing");
            }
        }
        return contained;
    }

    private boolean sizes(String path, ObjectSchema reader, ObjectSchema writer) {
        boolean contained = true;
        if (Objects.requireNonNullElse(reader.getMinProperties(), 0)
                > Math.max(
                        Objects.requireNonNullElse(writer.getMinProperties(), 0),
                        writer.getRequiredProperties().size())) {
            contained = containment.differ(path, "minProperties is " + reader.getMinProperties());
        }
        if (Objects.requireNonNullElse(reader.getMaxProperties(), Integer.MAX_VALUE)
                < Objects.requireNonNullElse(writer.getMaxProperties(), Integer.MAX_VALUE)) {
            contained = containment.differ(path, "maxProperties is " + reader.getMaxProperties());
        }
        return contained;
    }

    private boolean properties(String path, ObjectSchema reader, ObjectSchema writer) {
        Set<String> names = new LinkedHashSet<>(reader.getPropertySchemas().keySet());
        names.addAll(writer.getPropertySchemas().keySet());
        boolean contained = true;
        for (String name : names) {
            String at = path + "/properties/" + name;
            contained &= containment.contains(at, property(reader, name), property(writer, name));
            if (!writer.getPropertySchemas().containsKey(name)) {
                // What the writer's patterns allow may have this name.
                for (Schema written : patterns(writer).values()) {
                    contained &= containment.contains(at, property(reader, name), written);
                }
            }
        }
        contained &= containment.contains(path + "/additionalProperties", additional(reader), additional(writer));
        return contained;
    }

    /** A pattern that both have is compared with itself; another may match any name, since patterns are not run. */
    private boolean patterns(String path, ObjectSchema reader, ObjectSchema writer) {
        Map<String, Schema> read = patterns(reader);
        Map<String, Schema> written = patterns(writer);
        boolean contained = true;
        for (Map.Entry<String, Schema> pattern : read.entrySet()) {
            String at = path + "/patternProperties/" + pattern.getKey();
            Schema same = written.get(pattern.getKey());
            if (same != null) {
                contained &= containment.contains(at, pattern.getValue(), same);
            } else {
                contained &= everyName(at, pattern.getValue(), writer);
            }
        }
        for (Map.Entry<String, Schema> pattern : written.entrySet()) {
            if (!read.containsKey(pattern.getKey())) {
                contained &= containment.contains(
                        path + "/patternProperties/" + pattern.getKey(), additional(reader), pattern.getValue());
            }
        }
        return contained;
    }

    private boolean everyName(String path, Schema reader, ObjectSchema writer) {
        boolean contained = containment.contains(path, reader, additional(writer));
        for (Schema written : writer.getPropertySchemas().values()) {
            contained &= containment.contains(path, reader, written);
        }
        for (Schema written : patterns(writer).values()) {
            contained &= containment.contains(path, reader, written);
        }
        return contained;
    }

    private boolean propertyNames(String path, ObjectSchema reader, ObjectSchema writer) {
        return reader.getPropertyNameSchema() == null
                || containment.contains(
                        path + "/propertyNames",
                        reader.getPropertyNameSchema(),
                        JsonContainment.orAnything(writer.getPropertyNameSchema()));
    }

    private boolean propertyDependencies(String path, ObjectSchema reader, ObjectSchema writer) {
        boolean contained = true;
        for (Map.Entry<String, Set<String>> dependency :
                reader.getPropertyDependencies().entrySet()) {
            Set<String> present = new LinkedHashSet<>(writer.getRequiredProperties());
            present.addAll(writer.getPropertyDependencies().getOrDefault(dependency.getKey(), Set.of()));
            boolean cannotOccur = property(writer, dependency.getKey()) instanceof FalseSchema
                    && patterns(writer).isEmpty();
            if (!cannotOccur && !present.containsAll(dependency.getValue())) {
                contained =
                        containment.differ(path, "what property " + dependency.getKey() + " requires may be missing");
            }
        }
        return contained;
    }

    private boolean schemaDependencies(String path, ObjectSchema reader, ObjectSchema writer) {
        boolean contained = true;
        for (Map.Entry<String, Schema> dependency :
                reader.getSchemaDependencies().entrySet()) {
            Schema written = writer.getSchemaDependencies().get(dependency.getKey());
            contained &= containment.contains(
                    path + "/dependencies/" + dependency.getKey(),
                    dependency.getValue(),
                    written == null ? writer : written);
        }
        return contained;
    }

    private static Schema property(ObjectSchema schema, String name) {
        Schema named = schema.getPropertySchemas().get(name);
        return named == null ? additional(schema) : named;
    }

    private static Schema additional(ObjectSchema schema) {
        return schema.permitsAdditionalProperties()
                ? JsonContainment.orAnything(schema.getSchemaOfAdditionalProperties())
                : FalseSchema.INSTANCE;
    }

    // The replacement is private to Everit; the patterns are read as texts and not run.
    @SuppressWarnings("deprecation")
    private static Map<String, Schema> patterns(ObjectSchema schema) {
        Map<String, Schema> patterns = new LinkedHashMap<>();
        schema.getPatternProperties().forEach((pattern, value) -> patterns.put(pattern.pattern(), value));
        return patterns;
    }
}
