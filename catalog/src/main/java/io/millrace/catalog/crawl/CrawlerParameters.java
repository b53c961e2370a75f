package io.millrace.catalog.crawl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters that crawlers put on tables and partitions (REFERENCE.md, D). Whatever else is there belongs to others and stays.
 * Counts are statistics: they are refreshed, but a table whose counts alone changed gets no archived version. {@code compressionType}
 * missing and {@code none} are the same.
 */
final class CrawlerParameters {
    /** The parameter that names the crawler whose table it is. */
    static final String UPDATED_BY_CRAWLER = "UPDATED_BY_CRAWLER";

    /** The parameter on a table or partition whose objects are gone: the crawler that noticed. */
    static final String DEPRECATED_BY_CRAWLER = "DEPRECATED_BY_CRAWLER";

    static final String CLASSIFICATION = "classification";
    static final String COMPRESSION = "compressionType";
    static final String DELIMITER = "delimiter";
    static final String NO_COMPRESSION = "none";

    /** What a crawl counts. */
    static final Set<String> COUNTS = Set.of("objectCount", "recordCount", "averageRecordSize", "sizeKey");

    /** What is gone if a crawl does not find it again. */
    private static final Set<String> DESCRIPTION = Set.of(
            CLASSIFICATION,
            COMPRESSION,
            DELIMITER,
            "columnsOrdered",
            "areColumnsQuoted",
            "skip.header.line.count",
            "exclusions",
            "partition_filtering.enabled",
            "avro.schema.literal",
            "table_type",
            "metadata_location",
            "spark.sql.sources.provider");

    private CrawlerParameters() {}

    /** {@code existing} brought to what was found. */
    static Map<String, String> merge(Map<String, String> existing, Map<String, String> found) {
        Map<String, String> merged = new LinkedHashMap<>(existing);
        merged.keySet().removeIf(name -> DESCRIPTION.contains(name) && !found.containsKey(name));
        found.forEach((name, value) -> {
            boolean sameCompression = name.equals(COMPRESSION) && !existing.containsKey(name) && isNone(value);
            if (!sameCompression) {
                merged.put(name, value);
            }
        });
        merged.remove(DEPRECATED_BY_CRAWLER);
        if (existing.containsKey(UPDATED_BY_CRAWLER) && sameBut(existing, merged, Set.of(UPDATED_BY_CRAWLER))) {
            // Two crawlers of one folder would write the table in turn for ever.
            return existing;
        }
        return merged;
    }

    private static boolean isNone(String compression) {
        return compression.equalsIgnoreCase(NO_COMPRESSION);
    }

    static String compression(Map<String, String> parameters) {
        return Optional.ofNullable(parameters.get(COMPRESSION)).orElse(NO_COMPRESSION);
    }

    /** Whether both are equal, these names aside. */
    static boolean sameBut(Map<String, String> a, Map<String, String> b, Set<String> names) {
        return without(a, names).equals(without(b, names));
    }

    static Map<String, String> without(Map<String, String> parameters, Set<String> names) {
        Map<String, String> rest = new LinkedHashMap<>(parameters);
        rest.keySet().removeAll(names);
        return rest;
    }

    static boolean isDeprecated(Map<String, String> parameters) {
        return parameters.containsKey(DEPRECATED_BY_CRAWLER);
    }

    static Map<String, String> deprecated(Map<String, String> parameters, String crawler) {
        Map<String, String> deprecated = new LinkedHashMap<>(parameters);
        deprecated.putIfAbsent(DEPRECATED_BY_CRAWLER, crawler);
        return deprecated;
    }

    static Map<String, String> restored(Map<String, String> parameters) {
        return without(parameters, Set.of(DEPRECATED_BY_CRAWLER));
    }
}
