package io.millrace.server.identity.role;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;

/** Tags as IAM's requests and answers have them. */
final class IamTags {
    /** IAM user guide, "IAM and AWS STS quotas". */
    private static final int MAX_TAGS = 50;

    private IamTags() {}

    static Map<String, String> merge(Map<String, String> old, List<Tag> tags) {
        Map<String, String> merged = new LinkedHashMap<>(old);
        tags.forEach(tag -> merged.put(tag.key(), tag.value()));
        if (merged.size() > MAX_TAGS) {
            throw IamErrors.limit("Cannot exceed quota for TagsPerResource: " + MAX_TAGS);
        }
        return merged;
    }

    static List<Tag> of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
