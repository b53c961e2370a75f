package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.RecordedChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The change log in {@code glue_changes} and {@code glue_change_objects}, and the history tables as far as it prunes them. */
public final class JdbcChangeLog implements ChangeLog {
    /** Rows that one transaction removes: some ten milliseconds in which other writers wait. */
    private static final int SLICE = 1_000;

    private static final String OF_DATABASE =
            " AND id IN (SELECT change_id FROM glue_change_objects WHERE database_name = :database)";
    private static final String OF_TABLE = " AND id IN (SELECT change_id FROM glue_change_objects WHERE"
            + " database_name = :database AND (table_name = :table OR (kind = 'database' AND operation <> 'UPDATE')))";

    private final CatalogDatabase database;

    /** The log of a database whose catalog tables are up to date. */
    public JdbcChangeLog(CatalogDatabase database) {
        this.database = database;
    }

    @Override
    public List<RecordedChange> list(ChangeFilter filter, long beforeId, int limit) {
        return database.read(handle -> {
            List<RecordedChange> changes = select(handle, filter)
                    .bind("from", filter.from().toEpochMilli())
                    .bind("to", filter.to().toEpochMilli())
                    .bind("before", beforeId)
                    .bind("limit", limit)
                    .map((row, context) -> change(row))
                    .list();
            return withObjects(handle, changes);
        });
    }

    private static Query select(Handle handle, ChangeFilter filter) {
        // Times rise with the ids; as bounds of ids they need no sorting.
        String sql = "SELECT id, at, principal, action, request_id FROM glue_changes"
                + " WHERE id >= (SELECT id FROM glue_changes WHERE at >= :from ORDER BY at, id LIMIT 1)"
                + " AND id <= (SELECT id FROM glue_changes WHERE at <= :to ORDER BY at DESC, id DESC LIMIT 1)"
                + " AND id < :before%s ORDER BY id DESC LIMIT :limit";
        if (filter.database().isEmpty()) {
            return handle.createQuery(sql.formatted(""));
        }
        if (filter.table().isEmpty()) {
            return handle.createQuery(sql.formatted(OF_DATABASE)).bind("database", filter.database());
        }
        return handle.createQuery(sql.formatted(OF_TABLE))
                .bind("database", filter.database())
                .bind("table", filter.table());
    }

    private static List<RecordedChange> withObjects(Handle handle, List<RecordedChange> changes) {
        if (changes.isEmpty()) {
            return changes;
        }
        Map<Long, List<ChangedObject>> objects = new HashMap<>();
        handle.createQuery("SELECT change_id, kind, operation, database_name, table_name, name FROM glue_change_objects"
                        + " WHERE change_id IN (<ids>)"
                        + " ORDER BY change_id, database_name, table_name, kind, name, operation")
                .bindList("ids", changes.stream().map(RecordedChange::id).toList())
                .map((row, context) -> Map.entry(row.getLong(1), object(row)))
                .forEach(entry -> objects.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return changes.stream()
                .map(change -> new RecordedChange(
                        change.id(), change.at(), change.author(), objects.getOrDefault(change.id(), List.of())))
                .toList();
    }

    private static RecordedChange change(ResultSet row) throws SQLException {
        ChangeAuthor author = new ChangeAuthor(row.getString(3), row.getString(4), row.getString(5));
        return new RecordedChange(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), author, List.of());
    }

    private static ChangedObject object(ResultSet row) throws SQLException {
        return new ChangedObject(
                row.getString(2),
                ChangedObject.Operation.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    @Override
    public Optional<Instant> begins() {
        return database.read(History::begins);
    }

    @Override
    public long prune(Instant before) {
        long removed = 0;
        // The changes go first: what they no longer reach cannot be read any more, so rows may then go in any order.
        removed += slices(handle -> History.forgetChanges(handle, before, SLICE));
        removed += slices(handle -> History.forgetObjects(handle, SLICE));
        for (HistoryTable table : HistoryTable.values()) {
            removed += slices(handle -> History.forgetRows(handle, table, database.rowId(), SLICE));
        }
        return removed;
    }

    private long slices(Function<Handle, Integer> slice) {
        long removed = 0;
        int last;
        do {
            last = database.write(slice);
            removed += last;
        } while (last == SLICE && !Thread.currentThread().isInterrupted());
        return removed;
    }
}
