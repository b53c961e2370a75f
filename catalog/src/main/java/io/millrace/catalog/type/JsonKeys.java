package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The keys in JSON files behind a table's columns, from its SerDe's parameters: names in the catalog have no case and, in
 * precise mode, only characters that SQL takes without quotes, but keys are compared as they are written. OpenX's
 * {@code mapping.<column>} names a column's key, Glue's {@code paths} has the keys of the records, and
 * {@value #NESTED_PATHS} those within their values, as far as they are not in lower case.
 */
public final class JsonKeys {
    /** OpenX's parameter for the key of the column whose name follows. */
    public static final String MAPPING_PREFIX = "mapping.";

    /** Glue's parameter for the keys of the records. */
    public static final String PATHS = "paths";

    /** Our parameter for the keys within values. */
    public static final String NESTED_PATHS = "millrace.nested-paths";

    private final Map<String, String> columns;
    private final Map<String, String> nested;

    private JsonKeys(Map<String, String> columns, Map<String, String> nested) {
        this.columns = columns;
        this.nested = nested;
    }

    /** Reads the parameters. */
    public static JsonKeys of(Map<String, String> parameters) {
        Map<String, String> columns = byLowerCase(parameters.getOrDefault(PATHS, ""));
        parameters.forEach((name, key) -> {
            if (name.startsWith(MAPPING_PREFIX)) {
                columns.put(name.substring(MAPPING_PREFIX.length()).toLowerCase(Locale.ROOT), key);
            }
        });
        return new JsonKeys(columns, byLowerCase(parameters.getOrDefault(NESTED_PATHS, "")));
    }

    private static Map<String, String> byLowerCase(String keys) {
        Map<String, String> byName = new HashMap<>();
        for (String key : keys.split(",")) {
            byName.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
        }
        byName.remove("");
        return byName;
    }

    /** The key of a column of the table. */
    public String of(String column) {
        return columns.getOrDefault(column.toLowerCase(Locale.ROOT), column);
    }

    /** The type with the names of its members as the files have them. */
    public HiveType written(HiveType type) {
        if (nested.isEmpty()) {
            return type;
        }
        if (type instanceof HiveType.Array array) {
            return new HiveType.Array(written(array.element()));
        }
        if (type instanceof HiveType.MapOf map) {
            return new HiveType.MapOf(map.key(), written(map.value()));
        }
        if (type instanceof HiveType.Struct struct) {
            List<Field> fields = struct.fields().stream()
                    .map(field -> new Field(nested.getOrDefault(field.name(), field.name()), written(field.type())))
                    .toList();
            return new HiveType.Struct(fields);
        }
        return type;
    }
}
