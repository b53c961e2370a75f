package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.LiveTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What the built-in checks expect of a stage, as its {@code expectations.yaml} says.
 *
 * @param moneyColumn the column that is summed in both tables
 * @param partitions the lake table's partition keys and the expression over the raw table that each is derived from
 * @param maxObjectsPerPartition how many objects a partition may have
 * @param minMedianObjectBytes how large the median object must be
 * @param quarantinedRows how many rows of the raw files must be in quarantine
 * @param rawColumns the raw table's columns and types, partition keys included; empty if anything goes
 * @param lakeColumns the lake table's, likewise
 */
public record StageExpectations(
        String moneyColumn,
        Map<String, String> partitions,
        long maxObjectsPerPartition,
        long minMedianObjectBytes,
        long quarantinedRows,
        Map<String, String> rawColumns,
        Map<String, String> lakeColumns) {
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "money-column",
            "partitions",
            "max-objects-per-partition",
            "min-median-object-bytes",
            "quarantined-rows",
            "raw-columns",
            "lake-columns"));
    private static final long DEFAULT_MAX_OBJECTS = 16;

    /**
     * Reads the file.
     *
     * @throws LiveTestException if it is missing or malformed, with the file and what is wrong
     */
    public static StageExpectations read(Path file) {
        try {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return of(file, map(file, "the file", root));
        } catch (IOException e) {
            throw new LiveTestException("The expectations " + file + " cannot be read: " + e, e);
        } catch (YAMLException e) {
            throw new LiveTestException(file + " is no YAML: " + e.getMessage(), e);
        }
    }

    private static StageExpectations of(Path file, Map<String, Object> root) {
        for (String key : root.keySet()) {
            if (!KEYS.contains(key)) {
                throw new LiveTestException(
                        file + ": there is no key \"" + key + "\"; there are " + String.join(", ", KEYS));
            }
        }
        Object money = root.get("money-column");
        if (!(money instanceof String column)) {
            throw new LiveTestException(file + ": money-column must name the column that is summed in both tables");
        }
        return new StageExpectations(
                column,
                texts(file, root, "partitions"),
                number(file, root, "max-objects-per-partition", DEFAULT_MAX_OBJECTS),
                number(file, root, "min-median-object-bytes", 0),
                number(file, root, "quarantined-rows", 0),
                texts(file, root, "raw-columns"),
                texts(file, root, "lake-columns"));
    }

    private static long number(Path file, Map<String, Object> root, String key, long otherwise) {
        Object value = root.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= 0) {
                return number;
            }
        }
        throw new LiveTestException(file + ": " + key + " must be a number of at least 0, but is " + value);
    }

    private static Map<String, String> texts(Path file, Map<String, Object> root, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (root.containsKey(key)) {
            map(file, key, root.get(key)).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        }
        return texts;
    }

    private static Map<String, Object> map(Path file, String what, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> found)) {
            throw new LiveTestException(file + ": " + what + " must be a mapping of names to values");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        found.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        return map;
    }
}
