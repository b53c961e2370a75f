package io.millrace.cloudformation.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties of a resource type or of a definition nested in one.
 *
 * @param name for messages, such as {@code AWS::Glue::Job} or {@code JobCommand}
 * @param properties by name, in the schema's order
 */
public record DefinitionSchema(String name, Map<String, PropertySchema> properties) {
    /** Copies the map and keeps its order. */
    public DefinitionSchema {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
