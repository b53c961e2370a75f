package io.millrace.cloudformation.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a handler is asked to make true.
 *
 * @param stack the stack that the resource belongs to
 * @param logicalId its name in the template
 * @param properties all intrinsic functions resolved, {@code AWS::NoValue} removed
 * @param tags the stack's tags, which the resource's own {@code Tags} override
 * @param clientToken the same for every repetition of this call, and for no other
 * @param generatedName a name for a resource that the template does not name: {@code STACK-LOGICALID-RANDOM}, the same for every
 *     repetition; a handler shortens or lower-cases it by {@link GeneratedNames} where its service demands it
 */
public record ResourceRequest(
        StackIdentity stack,
        String logicalId,
        ObjectNode properties,
        Map<String, String> tags,
        String clientToken,
        String generatedName) {
    /** Copies what may change. */
    public ResourceRequest {
        properties = properties.deepCopy();
        tags = Map.copyOf(tags);
    }
}
