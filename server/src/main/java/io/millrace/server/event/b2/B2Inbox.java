package io.millrace.server.event.b2;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Accepted events in the database, each id once. Calls join the transaction that the calling thread is in. Thread-safe. */
final class B2Inbox {
    /** B2 gives up long before. */
    static final Duration IDS_KEPT = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final InstantSource clock;

    B2Inbox(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** An event and its place in the order of arrival. */
    record Waiting(long number, B2Event event, Instant received) {}

    /**
     * Takes events in; when this returns they are in the database, all or none.
     *
     * @return how many were not known
     */
    int accept(List<B2Event> events) {
        return jdbi.inTransaction(handle -> {
            int added = 0;
            for (B2Event event : events) {
                added += accept(handle, event);
            }
            return added;
        });
    }

    private int accept(Handle handle, B2Event event) {
        long now = clock.millis();
        int added = handle.execute(
                "INSERT INTO b2_event (event_id, received_millis) VALUES (?, ?) ON CONFLICT DO NOTHING",
                event.id(),
                now);
        if (added == 1) {
            handle.execute(
                    "INSERT INTO b2_event_inbox (event_id, kind, bucket, object_key, object_size, event_millis,"
                            + " received_millis) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    event.id(),
                    event.kind().name(),
                    event.bucket(),
                    event.key(),
                    event.size(),
                    event.time().toEpochMilli(),
                    now);
        }
        return added;
    }

    List<Waiting> oldest(int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT number, event_id, kind, bucket, object_key, object_size, event_millis,"
                                + " received_millis FROM b2_event_inbox ORDER BY number LIMIT ?",
                        limit)
                .map((row, context) -> new Waiting(
                        row.getLong(1),
                        new B2Event(
                                row.getString(2),
                                B2Event.Kind.valueOf(row.getString(3)),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                Instant.ofEpochMilli(row.getLong(7))),
                        Instant.ofEpochMilli(row.getLong(8))))
                .list());
    }

    void removeThrough(long number) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM b2_event_inbox WHERE number <= ?", number));
    }

    /** Forgets ids that B2 cannot send again. */
    void forgetOld() {
        jdbi.useHandle(handle -> handle.execute(
                "DELETE FROM b2_event WHERE received_millis < ?",
                clock.instant().minus(IDS_KEPT).toEpochMilli()));
    }
}
