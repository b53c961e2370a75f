package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.Resource;
import java.util.List;
import java.util.Map;

/**
 * One thing that stands, or is to stand, behind a logical id; a replacement is another.
 *
 * @param token made for it before it is created; creating it again with the same token makes no second one
 * @param physicalId the planned one until it is made; empty if only its service can give it
 * @param properties as last asked for, with dynamic references unresolved
 * @param tags the stack's
 * @param needs the resources that must go after it
 * @param made whether its service has confirmed these properties
 */
public record Incarnation(
        String token,
        String type,
        String generatedName,
        String physicalId,
        String ref,
        Map<String, JsonNode> attributes,
        ObjectNode properties,
        Map<String, String> tags,
        String deletionPolicy,
        String replacePolicy,
        List<String> needs,
        boolean made) {
    /** Copies what may change. */
    public Incarnation {
        attributes = Map.copyOf(attributes);
        properties = properties.deepCopy();
        tags = Map.copyOf(tags);
        needs = List.copyOf(needs);
    }

    Resource resource() {
        return new Resource(physicalId, ref, attributes);
    }

    Incarnation madeAs(Resource resource) {
        return new Incarnation(
                token,
                type,
                generatedName,
                resource.physicalId(),
                resource.ref(),
                resource.attributes(),
                properties,
                tags,
                deletionPolicy,
                replacePolicy,
                needs,
                true);
    }

    Incarnation planned(String id) {
        return new Incarnation(
                token,
                type,
                generatedName,
                id,
                id,
                attributes,
                properties,
                tags,
                deletionPolicy,
                replacePolicy,
                needs,
                false);
    }

    /** The same thing as it is to be: with another one's properties, tags and policies. */
    Incarnation becoming(Incarnation wanted) {
        return new Incarnation(
                token,
                type,
                generatedName,
                physicalId,
                ref,
                attributes,
                wanted.properties,
                wanted.tags,
                wanted.deletionPolicy,
                wanted.replacePolicy,
                wanted.needs,
                false);
    }

    /** The same, with a change begun whose end is not known. */
    Incarnation unconfirmed() {
        return new Incarnation(
                token,
                type,
                generatedName,
                physicalId,
                ref,
                attributes,
                properties,
                tags,
                deletionPolicy,
                replacePolicy,
                needs,
                false);
    }

    boolean isSameThing(Incarnation other) {
        return token.equals(other.token);
    }
}
