package io.millrace.catalog.crawl.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table or view as its database describes it.
 *
 * @param schema empty where the product has none
 * @param comment empty if there is none
 */
public record DatabaseTable(
        String database,
        Optional<String> schema,
        String name,
        Kind kind,
        Optional<String> comment,
        List<DatabaseColumn> columns) {
    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^.\"]*)");

    /** Copies the list. */
    public DatabaseTable {
        columns = List.copyOf(columns);
    }

    /** What {@code typeOfData} calls it. */
    public enum Kind {
        /** Holds rows: a table, also a partitioned or a foreign one. */
        TABLE,
        /** Is made of others: a view, also a materialized one. */
        VIEW
    }

    /** Glue's location of the table, {@code database.schema.table}. A name with a dot or a quote in it is quoted, so that no two tables share a location. */
    public String location() {
        List<String> parts = new ArrayList<>();
        parts.add(quoted(database));
        schema.ifPresent(part -> parts.add(quoted(part)));
        parts.add(quoted(name));
        return String.join(".", parts);
    }

    private static String quoted(String part) {
        return part.indexOf('.') < 0 && part.indexOf('"') < 0 ? part : "\"" + part.replace("\"", "\"\"") + "\"";
    }

    /** The names that {@link #location} was made of. */
    static List<String> parts(String location) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(location);
        while (matcher.lookingAt()) {
            String quoted = matcher.group(1);
            parts.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
            if (matcher.end() >= location.length() || location.charAt(matcher.end()) != '.') {
                break;
            }
            matcher.region(matcher.end() + 1, location.length());
        }
        return parts;
    }

    DatabaseTable withColumns(List<DatabaseColumn> found) {
        return new DatabaseTable(database, schema, name, kind, comment, found);
    }
}
