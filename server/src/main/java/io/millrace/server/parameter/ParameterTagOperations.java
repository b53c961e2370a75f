package io.millrace.server.parameter;

import io.millrace.server.resource.ResourceTags;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Systems Manager's operations on the tags of parameters. Thread-safe. */
public final class ParameterTagOperations {
    private final Parameters parameters;
    private final ResourceTags tags;

    /** Operations on the tags of these parameters. */
    public ParameterTagOperations(Parameters parameters, ResourceTags tags) {
        this.parameters = parameters;
        this.tags = tags;
    }

    /** Adds tags to a parameter. */
    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
        String arn = arn(request.resourceType(), request.resourceId());
        if (!tags.add(arn, ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
            throw ParameterErrors.error(
                    "TooManyTagsError", "A parameter can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return AddTagsToResourceResponse.builder().build();
    }

    /** Removes tags of a parameter. */
    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest request) {
        tags.remove(arn(request.resourceType(), request.resourceId()), request.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    /** The tags of a parameter. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> all = tags.of(arn(request.resourceType(), request.resourceId())).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tagList(all).build();
    }

    private String arn(ResourceTypeForTagging type, String id) {
        if (type != ResourceTypeForTagging.PARAMETER) {
            throw ParameterErrors.error("InvalidResourceType", "Only parameters have tags here.");
        }
        String name = parameters.nameIn(id);
        if (parameters.find(name).isEmpty()) {
            throw ParameterErrors.error("InvalidResourceId", "The resource ID " + id + " is not valid.");
        }
        return parameters.arn(name);
    }
}
