package io.millrace.server.logs;

import io.millrace.server.resource.ResourceTags;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** CloudWatch Logs' operations on the tags of groups. Thread-safe. */
public final class LogTagOperations {
    private final LogGroups groups;
    private final ResourceTags tags;

    /** Operations on the tags of these groups. */
    public LogTagOperations(LogGroups groups, ResourceTags tags) {
        this.groups = groups;
        this.tags = tags;
    }

    /** Adds tags to a group. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        if (!tags.add(arn(request.resourceArn()), request.tags())) {
            throw LogErrors.invalid("A log group can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags of a group. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(arn(request.resourceArn()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a group. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(arn(request.resourceArn())))
                .build();
    }

    private String arn(String given) {
        return groups.arn(groups.load(groups.nameIn(given, null)).logGroupName());
    }
}
