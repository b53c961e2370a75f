package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far the history goes: from the oldest change that is kept to now. */
final class History {
    private static final String OLDEST = "(SELECT min(id) FROM glue_changes)";

    private History() {}

    /** The time of the oldest change that is kept, if there is one. */
    static Optional<Instant> begins(Handle handle) {
        return handle.createQuery("SELECT at FROM glue_changes ORDER BY id LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** The last change that was made at {@code time} or before; 0 while nothing was ever changed. */
    static long changeAsOf(Handle handle, Instant time, Instant now) {
        Optional<Long> last = handle.createQuery("SELECT max(at) FROM glue_changes")
                .mapTo(Long.class)
                .findOne();
        // Another server's clock may be ahead of this one.
        if (time.isAfter(now) && time.toEpochMilli() > last.orElse(Long.MIN_VALUE)) {
            throw refused(time, "it is in the future");
        }
        if (last.isEmpty()) {
            return 0;
        }
        return handle.createQuery("SELECT id FROM glue_changes WHERE at <= :at ORDER BY at DESC, id DESC LIMIT 1")
                .bind("at", time.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() ->
                        refused(time, "its history begins at " + begins(handle).orElseThrow()));
    }

    private static CatalogException refused(Instant time, String why) {
        return new CatalogException(
                CatalogErrorCode.INVALID_INPUT, "Cannot read the catalog as of " + time + ": " + why);
    }

    /** Forgets the oldest changes, but keeps the one that made the state as of {@code before}. */
    static int forgetChanges(Handle handle, Instant before, int limit) {
        return handle.createUpdate("DELETE FROM glue_changes WHERE id IN (SELECT id FROM glue_changes WHERE id < ("
                        + "SELECT max(id) FROM glue_changes WHERE at <= :before) ORDER BY id LIMIT :limit)")
                .bind("before", before.toEpochMilli())
                .bind("limit", limit)
                .execute();
    }

    /** Forgets what changes touched that are forgotten themselves. */
    static int forgetObjects(Handle handle, int limit) {
        String key = "(change_id, kind, operation, database_name, table_name, name)";
        return handle.createUpdate("DELETE FROM glue_change_objects WHERE " + key + " IN (SELECT "
                        + key.substring(1, key.length() - 1) + " FROM glue_change_objects WHERE change_id < " + OLDEST
                        + " ORDER BY change_id LIMIT :limit)")
                .bind("limit", limit)
                .execute();
    }

    /** Forgets rows that had ended when the history begins. */
    static int forgetRows(Handle handle, HistoryTable table, String rowId, int limit) {
        Optional<Long> oldest = handle.createQuery("SELECT min(id) FROM glue_changes")
                .mapTo(Long.class)
                .findOne();
        return oldest.isEmpty()
                ? 0
                : handle.createUpdate(table.prune(rowId))
                        .bind("until", oldest.get())
                        .bind("limit", limit)
                        .execute();
    }
}
