package io.millrace.cloudformation.schema;

import java.util.Set;

/**
 * One resource type.
 *
 * @param definition its properties
 * @param attributes what {@code Fn::GetAtt} gives, such as {@code Arn}
 */
public record ResourceSchema(DefinitionSchema definition, Set<String> attributes) {
    /** Copies the set. */
    public ResourceSchema {
        attributes = Set.copyOf(attributes);
    }
}
