package io.millrace.cloudformation.resource.athena;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Tag;

/** Tags of work groups, by ARN. */
record WorkGroupTags(AthenaClient athena) implements TagCalls {
    /** The tags as the service's own request has them. */
    static ArrayNode list(ResourceProperties resource) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        resource.tags().forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return list;
    }

    @Override
    public Map<String, String> read(ResourceProperties resource) {
        return athena.listTagsForResource(request -> request.resourceARN(arn(resource))).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    @Override
    public void put(ResourceProperties resource, Map<String, String> tags) {
        List<Tag> added = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        athena.tagResource(request -> request.resourceARN(arn(resource)).tags(added));
    }

    @Override
    public void remove(ResourceProperties resource, List<String> keys) {
        athena.untagResource(request -> request.resourceARN(arn(resource)).tagKeys(keys));
    }

    private static String arn(ResourceProperties resource) {
        return "arn:aws:athena:" + resource.stack().region() + ":"
                + resource.stack().accountId() + ":workgroup/" + resource.id();
    }
}
