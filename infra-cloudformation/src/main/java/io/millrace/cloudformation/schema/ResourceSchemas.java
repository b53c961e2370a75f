package io.millrace.cloudformation.schema;

import java.util.Map;
import java.util.Optional;

/**
 * The resource types that CloudFormation knows, with their nested definitions. Immutable.
 *
 * @param resources by type name, such as {@code AWS::Glue::Job}
 * @param definitions by {@link PropertyType.Nested#id}
 */
public record ResourceSchemas(Map<String, ResourceSchema> resources, Map<String, DefinitionSchema> definitions) {
    /** Copies the maps. */
    public ResourceSchemas {
        resources = Map.copyOf(resources);
        definitions = Map.copyOf(definitions);
    }

    /** The schema of a resource type, if there is such a type. */
    public Optional<ResourceSchema> findResource(String type) {
        return Optional.ofNullable(resources.get(type));
    }

    /** The definition that a property refers to. */
    public DefinitionSchema definition(PropertyType.Nested nested) {
        DefinitionSchema definition = definitions.get(nested.id());
        if (definition == null) {
            throw new IllegalArgumentException("The resource schemas have no definition " + nested.id());
        }
        return definition;
    }
}
