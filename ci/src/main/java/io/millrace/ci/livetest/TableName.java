package io.millrace.ci.livetest;

/**
 * A table of the catalog.
 *
 * @param database its database
 * @param table its name
 */
public record TableName(String database, String table) {
    /** Reads {@code database.table}. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new IllegalArgumentException("A table is named database.table, but this is " + text);
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** The name in a statement, quoted as Athena's SELECT wants it. */
    public String quoted() {
        return quote(database) + "." + quote(table);
    }

    /** Quotes one name. */
    public static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String toString() {
        return database + "." + table;
    }
}
