package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.CodePointOrder;
import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.KeySkip;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Finds the keys of the partitions that a filter selects, by the key of the table or by an index of it. */
final class PartitionScan {
    private final SqlSession session;
    private final PartitionTable table;
    private long keysRead;
    private long seeks;

    PartitionScan(SqlSession session, PartitionTable table) {
        this.session = session;
        this.table = table;
    }

    /** Keys that were read from the table or an index, so far. */
    long keysRead() {
        return keysRead;
    }

    /** Statements that were executed, so far. */
    long seeks() {
        return seeks;
    }

    /** The values of up to {@code limit} partitions, in the table's order, after those values. */
    List<List<String>> byTable(KeySkip skip, Predicate<List<String>> filter, List<String> after, int limit) {
        String sql = "SELECT values_key FROM " + session.rowsNow(HistoryTable.PARTITIONS)
                + " WHERE table_id = ? AND values_key >= ? ORDER BY values_key LIMIT ?";
        return scan(sql, table.id(), table.order(), skip, filter, after, limit);
    }

    /** The same in the order of an index, read from the index. */
    List<List<String>> byIndex(
            long index, KeyOrder order, KeySkip skip, Predicate<List<String>> filter, List<String> after, int limit) {
        String sql = "SELECT entry_key FROM glue_partition_index_entries"
                + " WHERE index_id = ? AND entry_key >= ? ORDER BY entry_key LIMIT ?";
        return scan(sql, index, order, skip, filter, after, limit);
    }

    private List<List<String>> scan(
            String sql,
            long owner,
            KeyOrder order,
            KeySkip skip,
            Predicate<List<String>> filter,
            List<String> after,
            int limit) {
        List<List<String>> found = new ArrayList<>();
        Predicate<String> visitor = key -> {
            List<String> values = table.values(key, order);
            if (filter.test(values)) {
                found.add(values);
            }
            return found.size() < limit;
        };
        run(sql, owner, skip, visitor, after.isEmpty() ? "" : table.key(after, order));
        return found;
    }

    /**
     * The same in an order that no index has (any more): visits all keys of the table that may match, and keeps the first.
     */
    List<List<String>> sorted(
            KeyOrder order, KeySkip skip, Predicate<List<String>> filter, List<String> after, int limit) {
        String afterKey = after.isEmpty() ? "" : table.key(after, order);
        Comparator<String> last = CodePointOrder.COMPARATOR.reversed();
        PriorityQueue<String> first = new PriorityQueue<>(last);
        byTable(
                skip,
                values -> {
                    String key = table.key(values, order);
                    if (CodePointOrder.compare(key, afterKey) > 0 && filter.test(values)) {
                        first.add(key);
                    }
                    if (first.size() > limit) {
                        first.remove();
                    }
                    return false;
                },
                List.of(),
                limit);
        return first.stream()
                .sorted(CodePointOrder.COMPARATOR)
                .map(key -> table.values(key, order))
                .toList();
    }

    private void run(String sql, long owner, KeySkip skip, Predicate<String> visitor, String after) {
        try (PreparedStatement statement = session.handle().getConnection().prepareStatement(sql)) {
            statement.setLong(1, owner);
            KeyScan scan = new KeyScan(statement, skip, visitor);
            scan.run(after);
            keysRead += scan.read();
            seeks += scan.seeks();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Cannot scan the keys of partitions", e, null);
        }
    }
}
