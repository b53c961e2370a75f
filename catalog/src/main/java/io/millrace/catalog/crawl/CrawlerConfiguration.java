package io.millrace.catalog.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.layout.TableRoots.Grouping;
import org.jspecify.annotations.Nullable;

/**
 * The part of a crawler's {@code Configuration} JSON (Glue developer guide, "crawler-configuration") that changes what we do:
 * {@code Grouping.TableGroupingPolicy}. {@code InheritFromTable} for partitions is what we always do.
 */
record CrawlerConfiguration(Grouping grouping, Inference inference) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMBINE = "CombineCompatibleSchemas";

    /** @throws IllegalArgumentException if it is no JSON object, or asks for what is not supported */
    static CrawlerConfiguration parse(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return new CrawlerConfiguration(Grouping.SIMILAR_SCHEMAS, Inference.PRECISE);
        }
        JsonNode root = readObject(json);
        JsonNode policy = root.at("/Grouping/TableGroupingPolicy");
        if (!policy.isMissingNode() && !policy.asText().equals(COMBINE)) {
            throw new IllegalArgumentException("Unknown TableGroupingPolicy " + policy.asText());
        }
        refuse(root, "/Grouping/TableLevelConfiguration");
        refuse(root, "/CrawlerOutput/Tables/AddOrUpdateBehavior");
        return new CrawlerConfiguration(
                policy.isMissingNode() ? Grouping.SIMILAR_SCHEMAS : Grouping.COMPATIBLE_SCHEMAS,
                root.at("/Millrace/Inference").asText().equals("glue") ? Inference.GLUE : Inference.PRECISE);
    }

    private static JsonNode readObject(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The crawler's configuration is no valid JSON", e);
        }
        throw new IllegalArgumentException("The crawler's configuration must be a JSON object");
    }

    private static void refuse(JsonNode root, String pointer) {
        if (!root.at(pointer).isMissingNode()) {
            throw new IllegalArgumentException(
                    "The crawler configuration " + pointer.substring(1).replace('/', '.') + " is not supported");
        }
    }
}
