package io.millrace.server.athena;

import io.millrace.server.resource.ResourceTags;
import java.util.List;
import software.amazon.awssdk.services.athena.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.athena.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.athena.model.Tag;
import software.amazon.awssdk.services.athena.model.TagResourceRequest;
import software.amazon.awssdk.services.athena.model.TagResourceResponse;
import software.amazon.awssdk.services.athena.model.UntagResourceRequest;
import software.amazon.awssdk.services.athena.model.UntagResourceResponse;

/** Athena's operations on the tags of work groups. Thread-safe. */
public final class AthenaTagOperations {
    private final WorkGroups groups;
    private final ResourceTags tags;

    /** Operations on the tags of these work groups. */
    public AthenaTagOperations(WorkGroups groups, ResourceTags tags) {
        this.groups = groups;
        this.tags = tags;
    }

    /** Adds tags; those of the same keys are replaced. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        if (!tags.add(known(request.resourceARN()), ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
            throw AthenaErrors.tooManyTags();
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(known(request.resourceARN()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a work group, all on one page. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> all = tags.of(known(request.resourceARN())).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(all).build();
    }

    private String known(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        if (!groups.arn(name).equals(arn) || groups.find(name).isEmpty()) {
            throw AthenaErrors.notFound(arn);
        }
        return arn;
    }
}
