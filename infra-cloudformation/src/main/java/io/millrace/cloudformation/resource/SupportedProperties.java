package io.millrace.cloudformation.resource;

import java.util.Set;

/**
 * What a handler understands of its type. Properties are named by path with dots, list and map elements with {@code *}:
 * {@code Targets.S3Targets.*.Path}. A path stands for everything below it unless longer paths begin with it.
 *
 * @param properties everything that is understood
 * @param replacing those of it whose change needs a new resource; a change of any other is made in place
 * @param attributes what {@code Fn::GetAtt} can ask for
 */
public record SupportedProperties(Set<String> properties, Set<String> replacing, Set<String> attributes) {
    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if a replacing property is not among the properties
     */
    public SupportedProperties {
        properties = Set.copyOf(properties);
        replacing = Set.copyOf(replacing);
        attributes = Set.copyOf(attributes);
        if (!properties.containsAll(replacing)) {
            throw new IllegalArgumentException("Replacing properties must be supported ones");
        }
    }
}
