package io.millrace.catalog.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import software.amazon.awssdk.services.glue.model.Partition;

/** Reads the definitions of partitions that a scan found, some dozens with one statement. */
final class PartitionDefinitionReader {
    private static final int BATCH = 64;

    private final SqlSession session;
    private final PartitionTable table;

    PartitionDefinitionReader(SqlSession session, PartitionTable table) {
        this.session = session;
        this.table = table;
    }

    /** The partitions with these values, which exist, in the same order. */
    List<Partition> read(List<List<String>> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        // One text whatever the count, so that it is prepared once.
        String sql = "SELECT values_key, definition FROM " + session.rowsNow(HistoryTable.PARTITIONS)
                + " WHERE table_id = ? AND values_key IN (" + String.join(",", Collections.nCopies(BATCH, "?")) + ")";
        List<String> keys = partitions.stream().map(table::key).toList();
        List<Partition> read = new ArrayList<>(keys.size());
        try (PreparedStatement statement = session.handle().getConnection().prepareStatement(sql)) {
            statement.setLong(1, table.id());
            for (int from = 0; from < keys.size(); from += BATCH) {
                read.addAll(read(statement, keys.subList(from, Math.min(from + BATCH, keys.size()))));
            }
            return read;
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Cannot read partitions", e, null);
        }
    }

    private static List<Partition> read(PreparedStatement statement, List<String> keys) throws SQLException {
        for (int i = 0; i < BATCH; i++) {
            statement.setString(i + 2, keys.get(Math.min(i, keys.size() - 1)));
        }
        Map<String, Partition> found = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getString(1), Definitions.partition(rows.getString(2)));
            }
        }
        return keys.stream().map(found::get).toList();
    }
}
