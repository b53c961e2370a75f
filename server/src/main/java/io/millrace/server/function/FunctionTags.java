package io.millrace.server.function;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** Tags of functions that exist. Thread-safe. */
public final class FunctionTags {
    // docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
    private static final int MAX_TAGS = 50;

    private final Functions functions;

    FunctionTags(Functions functions) {
        this.functions = functions;
    }

    /** The function's tags. */
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(functions.rows().tags(name(request.resource())))
                .build();
    }

    /** Adds tags or changes their values. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        change(request.resource(), tags -> tags.putAll(request.tags()));
        return TagResourceResponse.builder().build();
    }

    /** Removes tags; those that are not there are no error. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        change(request.resource(), tags -> tags.keySet().removeAll(request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    private synchronized void change(String arn, Consumer<Map<String, String>> change) {
        String name = name(arn);
        Map<String, String> tags = new TreeMap<>(functions.rows().tags(name));
        change.accept(tags);
        if (tags.size() > MAX_TAGS) {
            throw FunctionErrors.invalid("A function can have at most " + MAX_TAGS + " tags.");
        }
        functions.rows().setTags(name, tags);
    }

    private String name(String arn) {
        return functions.load(arn, null).functionName();
    }
}
