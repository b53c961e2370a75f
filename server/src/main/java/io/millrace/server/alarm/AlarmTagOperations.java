package io.millrace.server.alarm;

import io.millrace.server.resource.ResourceTags;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** CloudWatch's operations on the tags of alarms. Thread-safe. */
public final class AlarmTagOperations {
    private final Alarms alarms;
    private final ResourceTags tags;

    /** Operations on the tags of these alarms. */
    public AlarmTagOperations(Alarms alarms, ResourceTags tags) {
        this.alarms = alarms;
        this.tags = tags;
    }

    private String require(String arn) {
        return alarms.load(alarms.nameIn(arn).orElse(arn)).alarmArn();
    }

    /** Adds tags. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        if (!tags.add(require(request.resourceARN()), ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
            throw AlarmErrors.invalid("An alarm can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(require(request.resourceARN()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** All tags. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(require(request.resourceARN())).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
