package io.millrace.catalog.store.jdbc;

import java.util.List;

/** Moves tables with their versions and partitions into the history, a few statements however many rows there are. */
final class TableRemoval {
    /** What goes with a table, before the table itself. */
    private static final List<HistoryTable> PARTS = List.of(HistoryTable.PARTITIONS, HistoryTable.TABLE_VERSIONS);

    private final SqlSession session;

    TableRemoval(SqlSession session) {
        this.session = session;
    }

    /** Removes one table. */
    void remove(long tableId) {
        removeIndexes("table_id = :table", "table", tableId);
        for (HistoryTable part : PARTS) {
            move(part, "table_id = :table", "table", tableId);
        }
        move(HistoryTable.TABLES, "id = :table", "table", tableId);
    }

    /** Removes all tables of the database. */
    void removeAllOf(String database) {
        removeIndexes("table_id IN (SELECT id FROM glue_tables WHERE database_name = :database)", "database", database);
        for (HistoryTable part : PARTS) {
            move(
                    part,
                    "table_id IN (SELECT id FROM glue_tables WHERE database_name = :database)",
                    "database",
                    database);
        }
        move(HistoryTable.TABLES, "database_name = :database", "database", database);
    }

    private void removeIndexes(String condition, String parameter, Object value) {
        String indexes = " FROM glue_partition_indexes WHERE " + condition;
        session.update("DELETE FROM glue_partition_index_entries WHERE index_id IN (SELECT id" + indexes + ")")
                .bind(parameter, value)
                .execute();
        session.update("DELETE" + indexes).bind(parameter, value).execute();
    }

    private void move(HistoryTable table, String condition, String parameter, Object value) {
        session.keep(table, condition).bind(parameter, value).execute();
        session.update("DELETE FROM " + table.living() + " WHERE " + condition)
                .bind(parameter, value)
                .execute();
    }
}
