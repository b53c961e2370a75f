package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.catalog.store.ChangedObject;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The change that a write transaction makes: its number while it runs, its row in {@code glue_changes} when it ends, and none if
 * nothing was touched. The number is the next one, because a writer is alone.
 */
final class PendingChange {
    private final Handle handle;
    private final InstantSource clock;
    private final Set<ChangedObject> touched = new LinkedHashSet<>();
    private @Nullable Stamp stamp;

    PendingChange(Handle handle, InstantSource clock) {
        this.handle = handle;
        this.clock = clock;
    }

    long id() {
        return stamp().id();
    }

    void touched(ChangedObject object) {
        touched.add(object);
    }

    /** Notes the change. Once, at the end of the transaction's work. */
    void save() {
        if (touched.isEmpty()) {
            return;
        }
        ChangeAuthor author = ChangeAuthor.current();
        handle.createUpdate("INSERT INTO glue_changes (id, at, principal, action, request_id)"
                        + " VALUES (:id, :at, :principal, :action, :requestId)")
                .bind("id", stamp().id())
                .bind("at", stamp().at())
                .bind("principal", author.principal())
                .bind("action", author.action())
                .bind("requestId", author.requestId())
                .execute();
        saveObjects();
    }

    private void saveObjects() {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO glue_change_objects"
                + " (change_id, kind, operation, database_name, table_name, name)"
                + " VALUES (:change, :kind, :operation, :database, :table, :name)");
        for (ChangedObject object : touched) {
            batch.bind("change", id())
                    .bind("kind", object.kind())
                    .bind("operation", object.operation().name())
                    .bind("database", object.database())
                    .bind("table", object.table())
                    .bind("name", object.name())
                    .add();
        }
        batch.execute();
    }

    private Stamp stamp() {
        Stamp known = stamp;
        if (known == null) {
            known = next();
            stamp = known;
        }
        return known;
    }

    private Stamp next() {
        long now = clock.millis();
        // A clock that was set back, or another server's that is behind, must not put changes out of order.
        return handle.createQuery("SELECT id, at FROM glue_changes ORDER BY id DESC LIMIT 1")
                .map((row, context) -> new Stamp(row.getLong(1) + 1, Math.max(now, row.getLong(2))))
                .findOne()
                .orElseGet(() -> new Stamp(1, now));
    }

    private record Stamp(long id, long at) {}
}
