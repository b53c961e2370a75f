package io.millrace.catalog.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.crawl.CrawlerConfiguration.ColumnChange;
import io.millrace.catalog.crawl.CrawlerConfiguration.PartitionIndexing;
import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@link CrawlerConfiguration}s, strictly. */
final class CrawlerConfigurationReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double VERSION = 1.0;

    /** The members of each object, by its path. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "",
            Set.of("Version", "Grouping", "CrawlerOutput", "CreatePartitionIndex", "Millrace"),
            "Grouping",
            Set.of("TableGroupingPolicy", "TableLevelConfiguration"),
            "CrawlerOutput",
            Set.of("Tables", "Partitions"),
            "CrawlerOutput.Tables",
            Set.of("AddOrUpdateBehavior", "TableThreshold"),
            "CrawlerOutput.Partitions",
            Set.of("AddOrUpdateBehavior"),
            "Millrace",
            Set.of("Inference", "SparkThreshold"));

    private final JsonNode root;

    private CrawlerConfigurationReader(JsonNode root) {
        this.root = root;
    }

    static CrawlerConfiguration read(String json) {
        return new CrawlerConfigurationReader(readObject(json)).read();
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

    private CrawlerConfiguration read() {
        MEMBERS.keySet().forEach(this::requireKnownMembers);
        JsonNode version = at("Version");
        if (!version.isMissingNode() && !(version.isNumber() && version.asDouble() == VERSION)) {
            throw invalid("Version", "1.0", version);
        }
        // Partitions always inherit: what else they could have makes them unreadable beside their table.
        oneOf("CrawlerOutput.Partitions.AddOrUpdateBehavior", Map.of("InheritFromTable", true), true);
        return new CrawlerConfiguration(
                oneOf(
                        "Grouping.TableGroupingPolicy",
                        Map.of("CombineCompatibleSchemas", Grouping.COMPATIBLE_SCHEMAS),
                        Grouping.SIMILAR_SCHEMAS),
                positive("Grouping.TableLevelConfiguration"),
                oneOf(
                        "CrawlerOutput.Tables.AddOrUpdateBehavior",
                        Map.of("MergeNewColumns", ColumnChange.MERGE_NEW),
                        ColumnChange.AS_FOUND),
                positive("CrawlerOutput.Tables.TableThreshold"),
                partitionIndexing(),
                oneOf(
                        "Millrace.Inference",
                        Arrays.stream(Inference.values())
                                .collect(Collectors.toMap(Inference::text, Function.identity())),
                        Inference.PRECISE),
                sparkThreshold());
    }

    private long sparkThreshold() {
        JsonNode value = at("Millrace.SparkThreshold");
        if (value.isMissingNode()) {
            return CrawlerConfiguration.DEFAULT_SPARK_THRESHOLD;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw invalid("Millrace.SparkThreshold", "a number of objects, or 0 for never", value);
        }
        return value.asLong();
    }

    private JsonNode at(String path) {
        return path.isEmpty() ? root : root.at("/" + path.replace('.', '/'));
    }

    private void requireKnownMembers(String path) {
        JsonNode object = at(path);
        if (object.isMissingNode()) {
            return;
        }
        if (!object.isObject()) {
            throw invalid(path, "an object", object);
        }
        Set<String> known = MEMBERS.getOrDefault(path, Set.of());
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("The crawler configuration has the unknown member "
                        + (path.isEmpty() ? name : path + "." + name));
            }
        });
    }

    private <T> T oneOf(String path, Map<String, T> values, T absent) {
        JsonNode value = at(path);
        if (value instanceof MissingNode) {
            return absent;
        }
        T known = value.isTextual() ? values.get(value.asText()) : null;
        if (known == null) {
            throw invalid(
                    path, String.join(" or ", values.keySet().stream().sorted().toList()), value);
        }
        return known;
    }

    private OptionalInt positive(String path) {
        JsonNode value = at(path);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
            throw invalid(path, "a whole number greater than 0", value);
        }
        return OptionalInt.of(value.asInt());
    }

    private PartitionIndexing partitionIndexing() {
        JsonNode value = at("CreatePartitionIndex");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw invalid("CreatePartitionIndex", "true or false", value);
        }
        return value.asBoolean(false) ? PartitionIndexing.ALL_KEYS : PartitionIndexing.NONE;
    }

    private static IllegalArgumentException invalid(String path, String expected, JsonNode value) {
        return new IllegalArgumentException(
                "The crawler configuration %s must be %s, but is %s".formatted(path, expected, value));
    }
}
