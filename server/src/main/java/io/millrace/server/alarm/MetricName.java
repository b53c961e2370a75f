package io.millrace.server.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * What a metric is known by: another set of dimensions is another metric.
 *
 * @param namespace such as {@code AWS/Lambda}
 * @param name such as {@code Errors}
 * @param dimensions values by name
 */
public record MetricName(String namespace, String name, SortedMap<String, String> dimensions) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Copies the dimensions. */
    public MetricName {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    /** A metric with these dimensions. */
    public static MetricName of(String namespace, String name, Map<String, String> dimensions) {
        return new MetricName(namespace, name, new TreeMap<>(dimensions));
    }

    static MetricName of(String namespace, String name, Collection<Dimension> dimensions) {
        SortedMap<String, String> sorted = new TreeMap<>();
        dimensions.forEach(dimension -> sorted.put(dimension.name(), dimension.value()));
        return new MetricName(namespace, name, sorted);
    }

    static MetricName stored(String namespace, String name, String json) {
        try {
            return new MetricName(
                    namespace, name, JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The dimensions of " + namespace + "/" + name + " are damaged", e);
        }
    }

    /** The dimensions as they are stored: one text for one set. */
    String dimensionText() {
        try {
            return JSON.writeValueAsString(dimensions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is JSON", e);
        }
    }

    List<Dimension> dimensionList() {
        return dimensions.entrySet().stream()
                .map(entry -> Dimension.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
