package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.PartitionIndexRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of {@code glue_partition_indexes}, and with them those of {@code glue_partition_index_entries}. Without history. */
final class JdbcPartitionIndexRows implements PartitionIndexRows {
    private final SqlSession session;

    JdbcPartitionIndexRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public List<PartitionIndex> list(String database, String table) {
        return table(database, table)
                .map(found -> stored(found).stream()
                        .filter(stored -> !stored.automatic())
                        .map(Stored::index)
                        .toList())
                .orElse(List.of());
    }

    /** The indexes that a scan can go by; none when the past is read. */
    List<Stored> complete(PartitionTable table) {
        return stored(table).stream().filter(Stored::complete).toList();
    }

    /** All indexes with their numbers, those too that users do not see; none when the past is read. */
    List<Stored> stored(PartitionTable table) {
        if (session.asOf() != null) {
            return List.of();
        }
        return session.query("SELECT id, name, key_positions, automatic, built_to FROM glue_partition_indexes"
                        + " WHERE table_id = :table ORDER BY name")
                .bind("table", table.id())
                .map((row, context) -> new Stored(
                        row.getLong(1),
                        new PartitionIndex(row.getString(2), positions(row.getString(3))),
                        row.getInt(4) != 0,
                        row.getString(5) == null))
                .list();
    }

    @Override
    public boolean insert(String database, String tableName, PartitionIndex index) {
        PartitionTable table = table(database, tableName)
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND,
                        "Cannot add a partition index to %s.%s: the table does not exist"
                                .formatted(database, tableName)));
        int count = session.update("INSERT INTO glue_partition_indexes (table_id, name, key_positions)"
                        + " VALUES (:table, :name, :positions) ON CONFLICT DO NOTHING")
                .bind("table", table.id())
                .bind("name", index.name())
                .bind("positions", text(index.positions()))
                .execute();
        if (count == 1) {
            stored(table).stream()
                    .filter(stored -> stored.index().name().equals(index.name()))
                    .forEach(stored -> new PartitionIndexEntries(session, table).build(stored));
            session.touched(ChangedObject.table(Operation.UPDATE, database, tableName));
        }
        return count == 1;
    }

    /** Begins an index that users do not see, without entries. Not a change of the catalog, so that the log says nothing of it. */
    void insertAutomatic(PartitionTable table, PartitionIndex index) {
        session.update("INSERT INTO glue_partition_indexes (table_id, name, key_positions, automatic, built_to)"
                        + " VALUES (:table, :name, :positions, 1, '') ON CONFLICT DO NOTHING")
                .bind("table", table.id())
                .bind("name", index.name())
                .bind("positions", text(index.positions()))
                .execute();
    }

    /** Forgets the indexes that users do not see. */
    void dropAutomatic(long tableId) {
        String automatic = " FROM glue_partition_indexes WHERE table_id = :table AND automatic = 1";
        session.update("DELETE FROM glue_partition_index_entries WHERE index_id IN (SELECT id" + automatic + ")")
                .bind("table", tableId)
                .execute();
        session.update("DELETE" + automatic).bind("table", tableId).execute();
    }

    @Override
    public boolean delete(String database, String tableName, String name) {
        Optional<PartitionTable> table = table(database, tableName);
        Optional<Stored> index = table.stream()
                .flatMap(found -> stored(found).stream())
                .filter(stored -> !stored.automatic() && stored.index().name().equals(name))
                .findFirst();
        index.ifPresent(stored -> {
            session.update("DELETE FROM glue_partition_index_entries WHERE index_id = :index")
                    .bind("index", stored.id())
                    .execute();
            session.update("DELETE FROM glue_partition_indexes WHERE id = :index")
                    .bind("index", stored.id())
                    .execute();
            session.touched(ChangedObject.table(Operation.UPDATE, database, tableName));
        });
        return index.isPresent();
    }

    private Optional<PartitionTable> table(String database, String table) {
        return new JdbcTableRows(session).findPartitionTable(database, table);
    }

    private static String text(List<Integer> positions) {
        return positions.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> positions(String text) {
        return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    /**
     * An index with the number that stays with it for its life.
     *
     * @param automatic whether the store made it of itself
     * @param complete whether it has the entries of all partitions
     */
    record Stored(long id, PartitionIndex index, boolean automatic, boolean complete) {}
}
