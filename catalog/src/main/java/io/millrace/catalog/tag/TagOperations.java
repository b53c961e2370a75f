package io.millrace.catalog.tag;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.TagResourceRequest;
import software.amazon.awssdk.services.glue.model.TagResourceResponse;
import software.amazon.awssdk.services.glue.model.UntagResourceRequest;
import software.amazon.awssdk.services.glue.model.UntagResourceResponse;

/** Glue's operations on tags, by the ARN of what they are tags of. Thread-safe. */
public final class TagOperations {
    private static final String ACCOUNT = "000000000000";

    private final String region;
    private final Map<String, TaggedResources> resources;

    /**
     * Operations on tags.
     *
     * @param region the region that the ARNs of the resources name
     * @param resources by their type in an ARN, such as {@code database}
     */
    public TagOperations(String region, Map<String, TaggedResources> resources) {
        this.region = region;
        this.resources = Map.copyOf(resources);
    }

    /** TagResource: adds tags, and replaces those that have the same keys. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        change(request.resourceArn(), tags -> Tags.with(tags, request.tagsToAdd()));
        return TagResourceResponse.builder().build();
    }

    /** UntagResource. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        change(request.resourceArn(), tags -> Tags.without(tags, request.tagsToRemove()));
        return UntagResourceResponse.builder().build();
    }

    /** GetTags. */
    public GetTagsResponse getTags(GetTagsRequest request) {
        GlueArn arn = GlueArn.parse(request.resourceArn());
        TaggedResources type = ofType(arn, request.resourceArn());
        return GetTagsResponse.builder()
                .tags(type.find(arn.name()).orElseThrow(() -> notFound(request.resourceArn())))
                .build();
    }

    private void change(String resourceArn, UnaryOperator<Map<String, String>> change) {
        GlueArn arn = GlueArn.parse(resourceArn);
        if (!ofType(arn, resourceArn).change(arn.name(), change)) {
            throw notFound(resourceArn);
        }
    }

    private TaggedResources ofType(GlueArn arn, String text) {
        TaggedResources type = resources.get(arn.type());
        if (type == null) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Resources of the type %s have no tags here; these have: %s."
                            .formatted(arn.type(), String.join(", ", new TreeSet<>(resources.keySet()))));
        }
        if (!arn.region().equals(region) || !arn.account().equals(ACCOUNT)) {
            throw notFound(text);
        }
        return type;
    }

    private static CatalogException notFound(String arn) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, "Resource " + arn + " not found.");
    }
}
