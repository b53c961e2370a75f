package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.ChangedObject;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * A handle inside a transaction: one that reads the present, one that reads the past, or one that writes. Only the last lets
 * changes through.
 *
 * @param asOf the change after which the catalog is read, or null for the present
 * @param change the change that is being made, or null when reading
 * @param advice is told of slow scans
 */
record SqlSession(
        Handle handle, @Nullable Long asOf, @Nullable PendingChange change, IndexAdvice advice) {
    static SqlSession reading(Handle handle, IndexAdvice advice) {
        return new SqlSession(handle, null, null, advice);
    }

    /** Nothing is advised: what is past has no indexes. */
    static SqlSession readingAsOf(Handle handle, long change) {
        return new SqlSession(handle, change, null, new IndexAdvice());
    }

    static SqlSession writing(Handle handle, PendingChange change, IndexAdvice advice) {
        return new SqlSession(handle, null, change, advice);
    }

    /** The table's rows at the time that is read, for {@code FROM} in a {@link #query}. */
    String rows(HistoryTable table) {
        return asOf == null ? table.living() : table.asOf();
    }

    /** The same for SQL without named parameters. */
    String rowsNow(HistoryTable table) {
        return asOf == null ? table.living() : table.asOf().replace(":asOf", String.valueOf(asOf));
    }

    Query query(String sql) {
        Query query = handle.createQuery(sql);
        return asOf == null ? query : query.bind("asOf", asOf);
    }

    Update update(String sql) {
        requireChange();
        return handle.createUpdate(sql);
    }

    PreparedBatch batch(String sql) {
        requireChange();
        return handle.prepareBatch(sql);
    }

    /** Keeps the rows that satisfy {@code condition} as history, before they are changed or deleted. */
    Update keep(HistoryTable table, String condition) {
        return update(table.keep(condition)).bind("change", changeId());
    }

    /** The number of the change that is being made. */
    long changeId() {
        return requireChange().id();
    }

    /** Notes that something was changed. Without it, what the transaction did has no change in the log. */
    void touched(ChangedObject object) {
        requireChange().touched(object);
    }

    private PendingChange requireChange() {
        if (change == null) {
            throw new IllegalStateException("Cannot change the catalog in a read transaction");
        }
        return change;
    }
}
