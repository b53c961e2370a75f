package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.KeySkip;
import io.millrace.catalog.store.jdbc.JdbcPartitionIndexRows.Stored;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Keeps the entries of a table's indexes in step with its partitions. */
final class PartitionIndexEntries {
    private static final int BATCH = 1000;
    private static final String INSERT =
            "INSERT INTO glue_partition_index_entries (index_id, entry_key) VALUES (:index, :key)";
    private static final String DELETE =
            "DELETE FROM glue_partition_index_entries WHERE index_id = :index AND entry_key = :key";

    private final SqlSession session;
    private final PartitionTable table;

    PartitionIndexEntries(SqlSession session, PartitionTable table) {
        this.session = session;
        this.table = table;
    }

    /** Adds partitions that were added to the table. */
    void add(List<List<String>> partitions) {
        for (Stored index : new JdbcPartitionIndexRows(session).stored(table)) {
            execute(INSERT, index, partitions);
        }
    }

    /** Removes a partition that was removed from the table. */
    void remove(List<String> values) {
        for (Stored index : new JdbcPartitionIndexRows(session).stored(table)) {
            execute(DELETE, index, List.of(values));
        }
    }

    /** Makes the entries of a new index. */
    void build(Stored index) {
        PartitionScan scan = new PartitionScan(session, table);
        List<List<String>> partitions = List.of();
        do {
            List<String> after = partitions.isEmpty() ? List.of() : partitions.get(partitions.size() - 1);
            partitions = scan.byTable(KeySkip.nothing(), any -> true, after, BATCH);
            execute(INSERT, index, partitions);
        } while (partitions.size() == BATCH);
    }

    /** Adds the entries of some partitions, of which some may be there. */
    void addMissing(Stored index, List<List<String>> partitions) {
        execute(INSERT + " ON CONFLICT DO NOTHING", index, partitions);
    }

    /** Makes the entries of all indexes anew, as the types of the table's keys are now. */
    void rebuild() {
        for (Stored index : new JdbcPartitionIndexRows(session).stored(table)) {
            session.update("DELETE FROM glue_partition_index_entries WHERE index_id = :index")
                    .bind("index", index.id())
                    .execute();
            build(index);
        }
    }

    private void execute(String sql, Stored index, List<List<String>> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        KeyOrder order = table.order(index.index().positions());
        PreparedBatch batch = session.batch(sql);
        for (List<String> values : partitions) {
            batch.bind("index", index.id())
                    .bind("key", table.key(values, order))
                    .add();
        }
        batch.execute();
    }
}
