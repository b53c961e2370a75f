package io.millrace.catalog.store.jdbc;

/** A table of the catalog whose replaced and removed rows are kept in a second one of the same columns (migration {@code V6}). */
enum HistoryTable {
    DATABASES("glue_databases", "name, definition"),
    TABLES("glue_tables", "id, database_name, name, version, definition, key_types"),
    TABLE_VERSIONS("glue_table_versions", "table_id, version, definition"),
    PARTITIONS("glue_partitions", "table_id, values_key, definition"),
    ENTITIES("glue_entities", "path, kind, name, definition");

    private final String table;
    private final String columns;

    HistoryTable(String table, String columns) {
        this.table = table;
        this.columns = columns;
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

    /**
     * Forgets up to {@code :limit} rows that ended with the change {@code :until} or before.
     *
     * @param rowId the database's own name of a row's place; by keys of several columns, SQLite would search the first one alone
     */
    String prune(String rowId) {
        return "DELETE FROM " + table + "_history WHERE " + rowId + " IN (SELECT " + rowId + " FROM " + table
                + "_history WHERE until <= :until ORDER BY until LIMIT :limit)";
    }
}
