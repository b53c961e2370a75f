package io.millrace.catalog.store.jdbc;

/** A table of the catalog whose replaced and removed rows are kept in a second one of the same columns (migration {@code V6}). */
enum HistoryTable {
    DATABASES("glue_databases", "name, definition", "name"),
    TABLES("glue_tables", "id, database_name, name, version, definition", "database_name, name"),
    TABLE_VERSIONS("glue_table_versions", "table_id, version, definition", "table_id, version"),
    PARTITIONS("glue_partitions", "table_id, values_key, definition", "table_id, values_key"),
    ENTITIES("glue_entities", "path, kind, name, definition", "path, kind, name");

    private final String table;
    private final String columns;
    private final String key;

    HistoryTable(String table, String columns, String key) {
        this.table = table;
        this.columns = columns;
        this.key = key;
    }

    /** The living rows, for {@code FROM}. */
    String living() {
        return table;
    }

    /** The rows as they were after the change {@code :asOf}, for {@code FROM}, under the name of the living table. */
    String asOf() {
        return "(SELECT " + columns + " FROM " + table + " WHERE since <= :asOf UNION ALL SELECT " + columns + " FROM "
                + table + "_history WHERE since <= :asOf AND until > :asOf) AS " + table;
    }

    /** Copies the living rows that satisfy {@code condition} into the history, but those that {@code :change} itself made. */
    String keep(String condition) {
        return "INSERT INTO " + table + "_history (" + columns + ", since, until) SELECT " + columns
                + ", since, :change FROM " + table + " WHERE " + condition + " AND since < :change";
    }

    /** Forgets up to {@code :limit} rows that ended with the change {@code :until} or before. */
    String prune() {
        String historyKey = key + ", until";
        return "DELETE FROM " + table + "_history WHERE (" + historyKey + ") IN (SELECT " + historyKey + " FROM "
                + table + "_history WHERE until <= :until ORDER BY until LIMIT :limit)";
    }
}
