package io.millrace.cloudformation.resource.lambda;

import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Tags of functions. */
record FunctionTags(LambdaClient lambda) implements TagCalls {
    @Override
    public Map<String, String> read(ResourceProperties resource) {
        return lambda.listTags(request -> request.resource(LambdaHandlers.arn(resource)))
                .tags();
    }

    @Override
    public void put(ResourceProperties resource, Map<String, String> tags) {
        lambda.tagResource(
                request -> request.resource(LambdaHandlers.arn(resource)).tags(tags));
    }

    @Override
    public void remove(ResourceProperties resource, List<String> keys) {
        lambda.untagResource(
                request -> request.resource(LambdaHandlers.arn(resource)).tagKeys(keys));
    }
}
