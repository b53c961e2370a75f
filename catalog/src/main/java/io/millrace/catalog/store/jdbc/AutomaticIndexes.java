package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.KeySkip;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.jdbc.IndexAdvice.Wanted;
import io.millrace.catalog.store.jdbc.JdbcPartitionIndexRows.Stored;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partition indexes that slow filters need, in pieces of some thousand entries, each a transaction of its own, so that
 * writers wait for a fraction of a second at most. Writers keep an unfinished index in step; readers go by it when it is complete. A
 * build that a crash ends goes on where it was.
 */
final class AutomaticIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(AutomaticIndexes.class);

    /** Each costs writers an entry a partition, so that a table gets few. */
    private static final int MOST_OF_A_TABLE = 3;

    private static final int PIECE = 4_000;

    private final SqlSession session;

    AutomaticIndexes(SqlSession session) {
        this.session = session;
    }

    /** Does a piece of an index that is being built; false if there is none. */
    boolean build() {
        Optional<Unfinished> next = session.query("SELECT i.id, i.table_id, i.built_to, t.database_name, t.name"
                        + " FROM glue_partition_indexes i JOIN glue_tables t ON t.id = i.table_id"
                        + " WHERE i.built_to IS NOT NULL ORDER BY i.id LIMIT 1")
                .map((row, context) -> new Unfinished(
                        row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5)))
                .findOne();
        next.ifPresent(this::build);
        return next.isPresent();
    }

    private record Unfinished(long index, long tableId, String builtTo, String database, String table) {}

    private void build(Unfinished unfinished) {
        PartitionTable table = new JdbcTableRows(session)
                .findPartitionTable(unfinished.tableId)
                .orElseThrow();
        Stored index = new JdbcPartitionIndexRows(session)
                .stored(table).stream()
                        .filter(stored -> stored.id() == unfinished.index)
                        .findFirst()
                        .orElseThrow();
        List<String> after = unfinished.builtTo.isEmpty() ? List.of() : table.values(unfinished.builtTo, table.order());
        List<List<String>> piece =
                new PartitionScan(session, table).byTable(KeySkip.nothing(), any -> true, after, PIECE);
        new PartitionIndexEntries(session, table).addMissing(index, piece);
        boolean complete = piece.size() < PIECE;
        session.update("UPDATE glue_partition_indexes SET built_to = :to WHERE id = :index")
                .bind("to", complete ? null : table.key(piece.get(piece.size() - 1)))
                .bind("index", unfinished.index)
                .execute();
        if (complete) {
            LOG.info(
                    "Made a partition index of {}.{} for the keys at {}",
                    unfinished.database,
                    unfinished.table,
                    index.index().positions());
        }
    }

    /** Begins to build an index, unless the table has gone, has such an index or as many as it may have. */
    void begin(Wanted wanted) {
        Optional<PartitionTable> table = new JdbcTableRows(session).findPartitionTable(wanted.tableId());
        if (table.isEmpty()
                || wanted.positions().stream()
                        .anyMatch(key -> key >= table.get().types().size())) {
            return;
        }
        JdbcPartitionIndexRows rows = new JdbcPartitionIndexRows(session);
        List<Stored> existing = rows.stored(table.get());
        boolean there =
                existing.stream().anyMatch(index -> index.index().positions().equals(wanted.positions()));
        long automatic = existing.stream().filter(Stored::automatic).count();
        if (!there && automatic < MOST_OF_A_TABLE) {
            String name = "millrace.automatic."
                    + wanted.positions().stream().map(String::valueOf).collect(Collectors.joining("."));
            rows.insertAutomatic(table.get(), new PartitionIndex(name, wanted.positions()));
        }
    }
}
