package io.millrace.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A resource that exists.
 *
 * @param physicalId its name or id at its service
 * @param ref what {@code Ref} gives: for nearly every type the physical id
 * @param attributes what {@code Fn::GetAtt} gives, by name, such as {@code Arn}
 */
public record Resource(String physicalId, String ref, Map<String, JsonNode> attributes) {
    /** Copies the map. */
    public Resource {
        attributes = Map.copyOf(attributes);
    }

    /** A resource whose {@code Ref} is its physical id. */
    public static Resource of(String physicalId, Map<String, JsonNode> attributes) {
        return new Resource(physicalId, physicalId, attributes);
    }
}
