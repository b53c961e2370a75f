package io.millrace.server.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Finds the buckets whose objects' events a pattern can match. Those that it names by their whole names: others are not watched. */
final class WatchedBuckets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WatchedBuckets() {}

    static List<String> in(String pattern) {
        JsonNode json;
        try {
            json = JSON.readTree(pattern);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored pattern is no JSON", e);
        }
        List<String> buckets = new ArrayList<>();
        if (texts(json.path("source")).contains("aws.s3")) {
            buckets.addAll(texts(json.path("detail").path("bucket").path("name")));
        }
        return buckets;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        });
        return texts;
    }
}
