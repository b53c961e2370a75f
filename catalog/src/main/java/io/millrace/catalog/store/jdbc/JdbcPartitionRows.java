package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.PartitionRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import software.amazon.awssdk.services.glue.model.Partition;

/** Rows of {@code glue_partitions}. */
final class JdbcPartitionRows implements PartitionRows {
    private static final String INSERT = "INSERT INTO glue_partitions (table_id, values_key, definition, since)"
            + " VALUES (:table, :key, :definition, :change) ON CONFLICT DO NOTHING";
    private static final String LIVING =
            "table_id = " + tableId(HistoryTable.TABLES.living()) + " AND values_key = :key";

    private final SqlSession session;

    JdbcPartitionRows(SqlSession session) {
        this.session = session;
    }

    private static String tableId(String tables) {
        return "(SELECT id FROM " + tables + " WHERE database_name = :database AND name = :table)";
    }

    /** The partitions of the table {@code :database}, {@code :table} at the time that is read. */
    private String ofTable() {
        return " FROM " + session.rows(HistoryTable.PARTITIONS) + " WHERE table_id = "
                + tableId(session.rows(HistoryTable.TABLES));
    }

    @Override
    public Optional<Partition> find(String database, String table, List<String> values) {
        return key(session.query("SELECT definition" + ofTable() + " AND values_key = :key"), database, table, values)
                .mapTo(String.class)
                .findOne()
                .map(Definitions::partition);
    }

    @Override
    public List<Partition> list(
            String database, String table, Predicate<List<String>> filter, List<String> afterValues, int limit) {
        // Rows come one by one; only those that match are parsed.
        try (Stream<Row> rows = key(
                session.query(
                        "SELECT values_key, definition" + ofTable() + " AND values_key > :key ORDER BY values_key"),
                database,
                table,
                afterValues)
                .map((result, context) -> new Row(result.getString(1), result.getString(2)))
                .stream()) {
            return rows.filter(row -> filter.test(PartitionValuesKey.decode(row.key())))
                    .limit(limit)
                    .map(row -> Definitions.partition(row.definition()))
                    .toList();
        }
    }

    @Override
    public boolean insert(Partition partition) {
        return insertAll(List.of(partition)).isEmpty();
    }

    @Override
    public List<Partition> insertAll(List<Partition> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        Map<ChangedObject, Long> tableIds = new HashMap<>();
        PreparedBatch batch = session.batch(INSERT);
        for (Partition partition : partitions) {
            batch.bind("table", tableIds.computeIfAbsent(inserted(partition), this::requireTable))
                    .bind("key", PartitionValuesKey.encode(partition.values()))
                    .bind("definition", Definitions.write(partition))
                    .bind("change", session.changeId())
                    .add();
        }
        int[] counts = batch.execute();
        List<Partition> taken = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                taken.add(partitions.get(i));
            } else {
                session.touched(inserted(partitions.get(i)));
            }
        }
        return taken;
    }

    private static ChangedObject inserted(Partition partition) {
        return ChangedObject.partitions(Operation.INSERT, partition.databaseName(), partition.tableName());
    }

    private long requireTable(ChangedObject inserted) {
        return new JdbcTableRows(session)
                .findId(inserted.database(), inserted.table())
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND,
                        "Cannot add partitions to " + inserted.database() + "." + inserted.table()
                                + ": the table does not exist"));
    }

    @Override
    public boolean update(List<String> values, Partition partition) {
        String database = partition.databaseName();
        String table = partition.tableName();
        if (!values.equals(partition.values())) {
            removeEntities(database, table, values);
        }
        key(session.keep(HistoryTable.PARTITIONS, LIVING), database, table, values)
                .execute();
        int count = key(
                        session.update("UPDATE glue_partitions SET values_key = :newKey, definition = :definition,"
                                + " since = :change WHERE " + LIVING),
                        database,
                        table,
                        values)
                .bind("newKey", PartitionValuesKey.encode(partition.values()))
                .bind("definition", Definitions.write(partition))
                .bind("change", session.changeId())
                .execute();
        return noteIf(count, ChangedObject.partitions(Operation.UPDATE, database, table));
    }

    @Override
    public boolean delete(String database, String table, List<String> values) {
        removeEntities(database, table, values);
        key(session.keep(HistoryTable.PARTITIONS, LIVING), database, table, values)
                .execute();
        int count = key(session.update("DELETE FROM glue_partitions WHERE " + LIVING), database, table, values)
                .execute();
        return noteIf(count, ChangedObject.partitions(Operation.DELETE, database, table));
    }

    private void removeEntities(String database, String table, List<String> values) {
        new JdbcEntityRows(session).removeBelow(EntityPath.partition(database, table, values));
    }

    private boolean noteIf(int count, ChangedObject object) {
        if (count == 1) {
            session.touched(object);
        }
        return count == 1;
    }

    private static <S extends SqlStatement<S>> S key(S statement, String database, String table, List<String> values) {
        return statement.bind("database", database).bind("table", table).bind("key", PartitionValuesKey.encode(values));
    }

    private record Row(String key, String definition) {}
}
