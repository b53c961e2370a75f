package io.millrace.server.function;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** Tags of functions. Thread-safe. */
public final class FunctionTagOperations {
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
    private static final int MAX_TAGS = 50;

    private final Functions functions;

    /** The operations on tags of these functions. */
    public FunctionTagOperations(Functions functions) {
        this.functions = functions;
    }

    /** Adds or replaces tags. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        change(request.resource(), tags -> tags.putAll(request.tags()));
        return TagResourceResponse.builder().build();
    }

    /** Takes tags away. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        change(request.resource(), tags -> tags.keySet().removeAll(request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a function. */
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(functions.rows().tags(existing(request.resource())))
                .build();
    }

    private synchronized void change(String arn, Consumer<Map<String, String>> change) {
        String name = existing(arn);
        Map<String, String> tags = new HashMap<>(functions.rows().tags(name));
        change.accept(tags);
        if (tags.size() > MAX_TAGS) {
            throw FunctionErrors.invalid("A function has at most " + MAX_TAGS + " tags.");
        }
        functions.rows().putTags(name, tags);
    }

    private String existing(String arn) {
        return functions.load(functions.names().parse(arn, null), null).functionName();
    }
}
