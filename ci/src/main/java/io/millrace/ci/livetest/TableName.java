package io.millrace.ci.livetest;

/**
 * A table of the catalog.
 *
 * @param database its database
 * @param table its name
 */
public record TableName(String database, String table) {
    /** The name in a statement, quoted as Athena's SELECT wants it. */
    String quoted() {
        return quote(database) + "." + quote(table);
    }

    /** Quotes one name. */
    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String toString() {
        return database + "." + table;
    }
}
