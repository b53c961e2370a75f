package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What {@code Ref} and {@code Fn::GetAtt} give for resources. */
public interface ResourceValues {
    /** What stands for a value that only exists once its resource does; CloudFormation's change sets show the same. */
    String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /** What {@code Ref} gives. */
    JsonNode ref(String logicalId);

    /** What {@code Fn::GetAtt} gives. */
    JsonNode attribute(String logicalId, String attribute);

    /** Resources of which none exists yet. */
    static ResourceValues unknown() {
        return new ResourceValues() {
            @Override
            public JsonNode ref(String logicalId) {
                return JsonNodeFactory.instance.textNode(UNKNOWN);
            }

            @Override
            public JsonNode attribute(String logicalId, String attribute) {
                return JsonNodeFactory.instance.textNode(UNKNOWN);
            }
        };
    }
}
