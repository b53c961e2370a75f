package io.millrace.server.topic;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.wire.ServiceException;
import java.util.List;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** SNS's operations on the tags of topics. Thread-safe. */
public final class TopicTagOperations {
    private final Topics topics;
    private final ResourceTags tags;

    /** Operations on the tags of these topics. */
    public TopicTagOperations(Topics topics, ResourceTags tags) {
        this.topics = topics;
        this.tags = tags;
    }

    /** Adds tags to a topic. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        require(request.resourceArn());
        if (!tags.add(request.resourceArn(), ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
            throw new ServiceException(
                    "TagLimitExceededException", 400, "A topic can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags of a topic. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        require(request.resourceArn());
        tags.remove(request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a topic. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        require(request.resourceArn());
        List<Tag> all = tags.of(request.resourceArn()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(all).build();
    }

    private void require(String arn) {
        if (topics.find(arn).isEmpty()) {
            throw new ServiceException("ResourceNotFoundException", 404, "Resource does not exist");
        }
    }
}
