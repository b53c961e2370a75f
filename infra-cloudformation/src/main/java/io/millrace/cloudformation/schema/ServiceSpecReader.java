package io.millrace.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cloudformation.schema.PropertyType.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads {@code db.json.gz} of the npm package {@code @aws-cdk/aws-service-spec}: AWS's published resource schemas, merged with
 * the documentation's corrections, in the form that the CDK is generated from. Release 0.1.216 was read. {@link ServiceSpecReducer}
 * makes the same form smaller, and adds the limits {@code min}, {@code max} and {@code pattern}.
 */
public final class ServiceSpecReader {
    private static final PropertyType TAG = new PropertyType.Nested("tag");

    private ServiceSpecReader() {}

    /**
     * Reads the resource types that are wanted, and all nested definitions.
     *
     * @param compressed the gzipped data base; not closed
     * @param wanted which type names to keep
     */
    public static ResourceSchemas read(InputStream compressed, Predicate<String> wanted) throws IOException {
        JsonNode schema = JsonMapper.builder()
                .build()
                .readTree(new GZIPInputStream(compressed))
                .path("schema");
        Map<String, DefinitionSchema> definitions = new HashMap<>();
        definitions.put("tag", tag());
        for (JsonNode entity : schema.path("typeDefinition").path("entities")) {
            definitions.put(entity.path("$id").asText(), definition(entity, "name"));
        }
        Map<String, ResourceSchema> resources = new HashMap<>();
        for (JsonNode entity : schema.path("resource").path("entities")) {
            String type = entity.path("cloudFormationType").asText();
            if (wanted.test(type)) {
                resources.put(type, resource(entity));
            }
        }
        if (resources.isEmpty()) {
            throw new IOException("The file holds none of the wanted resource types: not a service-spec data base?");
        }
        return new ResourceSchemas(resources, definitions);
    }

    private static DefinitionSchema tag() {
        PropertySchema text = new PropertySchema(Scalar.STRING, true);
        Map<String, PropertySchema> properties = new LinkedHashMap<>();
        properties.put("Key", text);
        properties.put("Value", text);
        return new DefinitionSchema("Tag", properties);
    }

    private static ResourceSchema resource(JsonNode entity) {
        Set<String> attributes = new HashSet<>();
        entity.path("attributes").fieldNames().forEachRemaining(attributes::add);
        return new ResourceSchema(definition(entity, "cloudFormationType"), attributes);
    }

    private static DefinitionSchema definition(JsonNode entity, String nameField) {
        Map<String, PropertySchema> properties = new LinkedHashMap<>();
        entity.path("properties")
                .properties()
                .forEach(property -> properties.put(
                        property.getKey(),
                        new PropertySchema(
                                type(property.getValue().path("type")),
                                property.getValue().path("required").asBoolean())));
        return new DefinitionSchema(entity.path(nameField).asText(), properties);
    }

    private static PropertyType type(JsonNode type) {
        List<String> allowed = new ArrayList<>();
        type.path("allowedValues").forEach(value -> allowed.add(value.asText()));
        Optional<Long> min = limit(type.path("min"));
        Optional<Long> max = limit(type.path("max"));
        Optional<Pattern> pattern = Optional.of(type.path("pattern").asText())
                .filter(text -> !text.isEmpty())
                .map(Pattern::compile);
        PropertyType base = base(type);
        boolean limited = !allowed.isEmpty() || min.isPresent() || max.isPresent() || pattern.isPresent();
        return limited ? new PropertyType.Limited(base, new Constraints(allowed, min, max, pattern)) : base;
    }

    private static Optional<Long> limit(JsonNode limit) {
        return limit.isNumber() ? Optional.of(limit.asLong()) : Optional.empty();
    }

    private static PropertyType base(JsonNode type) {
        String name = type.path("type").asText();
        return switch (name) {
            case "string", "date-time" -> Scalar.STRING;
            case "integer" -> Scalar.INTEGER;
            case "number" -> Scalar.NUMBER;
            case "boolean" -> Scalar.BOOLEAN;
            case "json" -> new PropertyType.Json();
            case "tag" -> TAG;
            case "array" -> new PropertyType.ListOf(type(type.path("element")));
            case "map" -> new PropertyType.MapOf(type(type.path("element")));
            case "ref" ->
                new PropertyType.Nested(type.path("reference").path("$ref").asText());
            case "union" -> new PropertyType.AnyOf(types(type.path("types")));
            default ->
                throw new IllegalArgumentException("The resource schemas have a property of unknown type " + name);
        };
    }

    private static List<PropertyType> types(JsonNode types) {
        List<PropertyType> result = new ArrayList<>();
        types.forEach(type -> result.add(type(type)));
        return result;
    }
}
