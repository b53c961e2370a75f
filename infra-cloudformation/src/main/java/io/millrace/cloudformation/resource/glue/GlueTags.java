package io.millrace.cloudformation.resource.glue;

import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * Tags of Glue's resources, by ARN.
 *
 * @param kind what stands before the name in the ARN, such as {@code crawler}
 */
record GlueTags(GlueClient glue, String kind) implements TagCalls {
    @Override
    public Map<String, String> read(ResourceProperties resource) {
        return glue.getTags(request -> request.resourceArn(arn(resource))).tags();
    }

    @Override
    public void put(ResourceProperties resource, Map<String, String> tags) {
        glue.tagResource(request -> request.resourceArn(arn(resource)).tagsToAdd(tags));
    }

    @Override
    public void remove(ResourceProperties resource, List<String> keys) {
        glue.untagResource(request -> request.resourceArn(arn(resource)).tagsToRemove(keys));
    }

    private String arn(ResourceProperties resource) {
        return "arn:aws:glue:" + resource.stack().region() + ":"
                + resource.stack().accountId() + ":" + kind + "/" + resource.id();
    }
}
