package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys in JSON files behind a table's columns, from its SerDe's parameters: names in the catalog have no case and, in
 * precise mode, only characters that SQL takes without quotes, but keys are compared as they are written. OpenX's
 * {@code mapping.<column>} names a column's key, Glue's {@code paths} has the keys of the records, and
 * {@value #NESTED_PATHS} those of structs within their values, as far as they are not in lower case.
 */
public final class JsonKeys {
    /** OpenX's parameter for the key of the column whose name follows. */
    public static final String MAPPING_PREFIX = "mapping.";

    /** Glue's parameter for the keys of the records. */
    public static final String PATHS = "paths";

    /** Our parameter for the keys within values, each written as {@link #nestedPath} does; a key alone stands for each of that name. */
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

    /**
     * One entry of {@value #NESTED_PATHS}: the names from the column down to the key, without the levels of lists and maps.
     *
     * @param names the last as it is written in the files
     */
    public static String nestedPath(List<String> names) {
        return names.stream()
                .map(name -> name.replace("%", "%25").replace(".", "%2E").replace(",", "%2C"))
                .collect(Collectors.joining("."));
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

    /** The type of a column with the names of its members as the files have them. */
    public HiveType written(String column, HiveType type) {
        return nested.isEmpty() ? type : below(nestedPath(List.of(column)), type);
    }

    private HiveType below(String path, HiveType type) {
        if (type instanceof HiveType.Array array) {
            return new HiveType.Array(below(path, array.element()));
        }
        if (type instanceof HiveType.MapOf map) {
            return new HiveType.MapOf(map.key(), below(path, map.value()));
        }
        if (type instanceof HiveType.Struct struct) {
            List<Field> fields =
                    struct.fields().stream().map(field -> written(path, field)).toList();
            return new HiveType.Struct(fields);
        }
        return type;
    }

    private Field written(String path, Field field) {
        String own = path + "." + nestedPath(List.of(field.name()));
        String entry = nested.getOrDefault(own.toLowerCase(Locale.ROOT), "");
        String name = entry.isEmpty() ? alone(field.name()) : lastName(entry);
        return new Field(name, below(own, field.type()));
    }

    /** The entry that is this key and no path: one of a table that an older version has crawled. */
    private String alone(String name) {
        String entry = nested.getOrDefault(name, name);
        return entry.indexOf('.') < 0 ? entry : name;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1)
                .replace("%2C", ",")
                .replace("%2E", ".")
                .replace("%25", "%");
    }
}
