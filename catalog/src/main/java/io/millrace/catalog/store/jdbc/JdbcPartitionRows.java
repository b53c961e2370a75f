package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.KeySkip;
import io.millrace.catalog.expression.PartitionExpression;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.PartitionQuery;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.PartitionSeries;
import io.millrace.catalog.store.jdbc.JdbcPartitionIndexRows.Stored;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import software.amazon.awssdk.services.glue.model.Partition;

/** Rows of {@code glue_partitions}, and with them those of the table's partition indexes. */
final class JdbcPartitionRows implements PartitionRows {
    private static final String INSERT = "INSERT INTO glue_partitions (table_id, values_key, definition, since)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String ONE = "table_id = :table AND values_key = :key";

    private final SqlSession session;

    JdbcPartitionRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Partition> find(String database, String table, List<String> values) {
        return table(database, table)
                .flatMap(found -> one(
                                session.query("SELECT definition FROM " + session.rows(HistoryTable.PARTITIONS)
                                        + " WHERE " + ONE),
                                found,
                                values)
                        .mapTo(String.class)
                        .findOne())
                .map(Definitions::partition);
    }

    @Override
    public List<Partition> list(
            String database, String tableName, Predicate<List<String>> filter, List<String> afterValues, int limit) {
        Optional<PartitionTable> found = table(database, tableName);
        if (found.isEmpty()) {
            return List.of();
        }
        PartitionTable table = found.get();
        return read(table, new PartitionScan(session, table).byTable(KeySkip.nothing(), filter, afterValues, limit));
    }

    @Override
    public KeyOrder bestOrder(String database, String tableName, PartitionExpression expression) {
        PartitionTable table = table(database, tableName).orElseThrow(() -> missing(database, tableName));
        KeyOrder best = table.order();
        int focus = expression.skip(best).focus();
        for (Stored index : new JdbcPartitionIndexRows(session).complete(table)) {
            KeyOrder order = table.order(index.index().positions());
            int indexFocus = expression.skip(order).focus();
            if (indexFocus > focus) {
                best = order;
                focus = indexFocus;
            }
        }
        return best;
    }

    @Override
    public List<Partition> list(PartitionQuery query, List<String> afterValues, int limit) {
        Optional<PartitionTable> found = table(query.database(), query.table());
        if (found.isEmpty()) {
            return List.of();
        }
        PartitionTable table = found.get();
        PartitionScan scan = new PartitionScan(session, table);
        Predicate<List<String>> filter =
                values -> query.segment().contains(values) && query.expression().matches(values);
        KeyOrder order = query.order();
        KeySkip tableSkip = query.expression().skip(table.order());
        if (order.equals(table.order())) {
            List<List<String>> values = scan.byTable(tableSkip, filter, afterValues, limit);
            session.advice().scanned(table, tableSkip, scan, values.size());
            return read(table, values);
        }
        return read(
                table,
                new JdbcPartitionIndexRows(session)
                        .complete(table).stream()
                                .filter(index ->
                                        order.equals(table.order(index.index().positions())))
                                .findFirst()
                                .map(index -> scan.byIndex(
                                        index.id(), order, query.expression().skip(order), filter, afterValues, limit))
                                .orElseGet(() -> scan.sorted(order, tableSkip, filter, afterValues, limit)));
    }

    private List<Partition> read(PartitionTable table, List<List<String>> partitions) {
        return new PartitionDefinitionReader(session, table).read(partitions);
    }

    @Override
    public boolean insert(Partition partition) {
        return insertAll(List.of(partition)).isEmpty();
    }

    @Override
    public List<Partition> insertAll(List<Partition> partitions) {
        Map<ChangedObject, List<Partition>> byTable = new LinkedHashMap<>();
        for (Partition partition : partitions) {
            ChangedObject inserted =
                    ChangedObject.partitions(Operation.INSERT, partition.databaseName(), partition.tableName());
            byTable.computeIfAbsent(inserted, any -> new ArrayList<>()).add(partition);
        }
        List<Partition> taken = new ArrayList<>();
        byTable.forEach((inserted, ofTable) -> taken.addAll(insert(inserted, ofTable)));
        return taken;
    }

    private List<Partition> insert(ChangedObject inserted, List<Partition> partitions) {
        PartitionTable table = table(inserted.database(), inserted.table())
                .orElseThrow(() -> missing(inserted.database(), inserted.table()));
        List<Partition> taken = new ArrayList<>();
        List<List<String>> added = new ArrayList<>();
        boolean[] isNew = insert(table, EncodedPartitions.of(table, partitions), partitions.size());
        for (int i = 0; i < isNew.length; i++) {
            if (isNew[i]) {
                added.add(partitions.get(i).values());
            } else {
                taken.add(partitions.get(i));
            }
        }
        noteAdded(inserted, table, added);
        return taken;
    }

    @Override
    public List<List<String>> insertAll(PartitionSeries series) {
        if (series.members().isEmpty()) {
            return List.of();
        }
        ChangedObject inserted = ChangedObject.partitions(
                Operation.INSERT,
                series.pattern().databaseName(),
                series.pattern().tableName());
        PartitionTable table = table(inserted.database(), inserted.table())
                .orElseThrow(() -> missing(inserted.database(), inserted.table()));
        List<List<String>> taken = new ArrayList<>();
        List<List<String>> added = new ArrayList<>();
        boolean[] isNew = insert(
                table, EncodedPartitions.of(table, series), series.members().size());
        for (int i = 0; i < isNew.length; i++) {
            (isNew[i] ? added : taken).add(series.members().get(i).values());
        }
        noteAdded(inserted, table, added);
        return taken;
    }

    private void noteAdded(ChangedObject inserted, PartitionTable table, List<List<String>> added) {
        if (!added.isEmpty()) {
            new PartitionIndexEntries(session, table).add(added);
            session.touched(inserted);
        }
    }

    /** Inserts all rows; says of each whether it was not there. Without what Jdbi does for each row, which costs as much as SQLite's own work. */
    private boolean[] insert(PartitionTable table, EncodedPartitions encoded, int count) {
        boolean[] isNew = new boolean[count];
        int done = 0;
        try (PreparedStatement insert = session.handle().getConnection().prepareStatement(INSERT)) {
            for (List<EncodedPartitions.Row> rows = encoded.next(); !rows.isEmpty(); rows = encoded.next()) {
                for (EncodedPartitions.Row row : rows) {
                    insert.setLong(1, table.id());
                    insert.setString(2, row.key());
                    insert.setString(3, row.definition());
                    insert.setLong(4, session.changeId());
                    insert.addBatch();
                }
                for (int inserted : insert.executeBatch()) {
                    isNew[done++] = inserted != 0;
                }
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Cannot insert partitions", e, null);
        }
        return isNew;
    }

    private static CatalogException missing(String database, String table) {
        return new CatalogException(
                CatalogErrorCode.ENTITY_NOT_FOUND,
                "Cannot work on the partitions of " + database + "." + table + ": the table does not exist");
    }

    @Override
    public boolean update(List<String> values, Partition partition) {
        String database = partition.databaseName();
        Optional<PartitionTable> found = table(database, partition.tableName());
        if (found.isEmpty()) {
            return false;
        }
        PartitionTable table = found.get();
        one(session.keep(HistoryTable.PARTITIONS, ONE), table, values).execute();
        int count = one(
                        session.update("UPDATE glue_partitions SET values_key = :newKey, definition = :definition,"
                                + " since = :change WHERE " + ONE),
                        table,
                        values)
                .bind("newKey", table.key(partition.values()))
                .bind("definition", Definitions.write(partition))
                .bind("change", session.changeId())
                .execute();
        if (count == 1) {
            moved(table, values, partition);
            session.touched(ChangedObject.partitions(Operation.UPDATE, database, partition.tableName()));
        }
        return count == 1;
    }

    private void moved(PartitionTable table, List<String> values, Partition partition) {
        if (!values.equals(partition.values())) {
            PartitionIndexEntries entries = new PartitionIndexEntries(session, table);
            entries.remove(values);
            entries.add(List.of(partition.values()));
            removeEntities(partition.databaseName(), partition.tableName(), values);
        }
    }

    @Override
    public boolean delete(String database, String tableName, List<String> values) {
        Optional<PartitionTable> found = table(database, tableName);
        if (found.isEmpty()) {
            return false;
        }
        PartitionTable table = found.get();
        one(session.keep(HistoryTable.PARTITIONS, ONE), table, values).execute();
        int count = one(session.update("DELETE FROM glue_partitions WHERE " + ONE), table, values)
                .execute();
        if (count == 1) {
            new PartitionIndexEntries(session, table).remove(values);
            removeEntities(database, tableName, values);
            session.touched(ChangedObject.partitions(Operation.DELETE, database, tableName));
        }
        return count == 1;
    }

    private void removeEntities(String database, String table, List<String> values) {
        new JdbcEntityRows(session).removeBelow(EntityPath.partition(database, table, values));
    }

    private Optional<PartitionTable> table(String database, String table) {
        return new JdbcTableRows(session).findPartitionTable(database, table);
    }

    private static <S extends SqlStatement<S>> S one(S statement, PartitionTable table, List<String> values) {
        return statement.bind("table", table.id()).bind("key", table.key(values));
    }
}
