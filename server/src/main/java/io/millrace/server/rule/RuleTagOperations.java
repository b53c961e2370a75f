package io.millrace.server.rule;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.wire.ServiceException;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** EventBridge's operations on the tags of rules. Thread-safe. */
public final class RuleTagOperations {
    private final RuleOperations rules;
    private final ResourceTags tags;

    /** Operations on the tags of these rules. */
    public RuleTagOperations(RuleOperations rules, ResourceTags tags) {
        this.rules = rules;
        this.tags = tags;
    }

    /** Adds tags to a rule. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        require(request.resourceARN());
        if (!tags.add(request.resourceARN(), ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
            throw RuleErrors.limit("A resource can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags of a rule. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        require(request.resourceARN());
        tags.remove(request.resourceARN(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a rule. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        require(request.resourceARN());
        List<Tag> all = tags.of(request.resourceARN()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(all).build();
    }

    private void require(String arn) {
        if (rules.findByArn(arn).isEmpty()) {
            throw new ServiceException("ResourceNotFoundException", 400, "Resource " + arn + " does not exist.");
        }
    }
}
