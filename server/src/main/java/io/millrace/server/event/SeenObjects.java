package io.millrace.server.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Remembers in the database for which objects an event was accepted, by key and version. Each call is one transaction. */
final class SeenObjects {
    private final Jdbi jdbi;

    SeenObjects(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What tells an upload of a key from the one before: S3 sends an event for each, also for the same content again. The
     * column is called {@code etag} for its first part.
     */
    static String version(S3Object object) {
        return object.lastModified() == null
                ? object.eTag()
                : object.eTag() + "@" + object.lastModified().toEpochMilli();
    }

    /** Versions by key. */
    Map<String, String> load(ObjectNotification notification) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT object_key, etag FROM event_object_seen WHERE notification = ?", notification.id())
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, HashMap::new)));
    }

    boolean isStarted(ObjectNotification notification) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT 1 FROM event_notification_started WHERE notification = ?", notification.id())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** Notes the first listing, and the objects for which there will be no event. */
    void start(ObjectNotification notification, Collection<S3Object> ignored) {
        jdbi.useTransaction(handle -> {
            insert(handle, notification, ignored);
            handle.execute(
                    "INSERT INTO event_notification_started (notification) VALUES (?) ON CONFLICT DO NOTHING",
                    notification.id());
        });
    }

    /** Forgets everything about a notification. */
    void forget(ObjectNotification notification) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM event_object_seen WHERE notification = ?", notification.id());
            handle.execute("DELETE FROM event_notification_started WHERE notification = ?", notification.id());
        });
    }

    void add(ObjectNotification notification, Collection<S3Object> objects) {
        jdbi.useTransaction(handle -> insert(handle, notification, objects));
    }

    /** Forgets objects that were deleted: the same key and content again is a new object. */
    void remove(ObjectNotification notification, Collection<String> keys) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("DELETE FROM event_object_seen WHERE notification = ? AND object_key = ?");
            keys.forEach(key -> batch.add(notification.id(), key));
            batch.execute();
        });
    }

    private static void insert(Handle handle, ObjectNotification notification, Collection<S3Object> objects) {
        if (objects.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO event_object_seen (notification, object_key, etag)"
                + " VALUES (?, ?, ?) ON CONFLICT (notification, object_key) DO UPDATE SET etag = excluded.etag");
        objects.forEach(object -> batch.add(notification.id(), object.key(), version(object)));
        batch.execute();
    }
}
