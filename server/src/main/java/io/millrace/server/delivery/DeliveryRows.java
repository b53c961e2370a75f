package io.millrace.server.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Deliveries in the database. Calls join the transaction that the calling thread is in. Thread-safe. */
final class DeliveryRows {
    private final Jdbi jdbi;

    DeliveryRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Delivery delivery) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO delivery (id, sender, target_kind, target, body, attempts, max_retries, due_millis,"
                        + " expires_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                delivery.id(),
                delivery.sender(),
                delivery.targetKind(),
                delivery.target(),
                delivery.body(),
                delivery.attempts(),
                delivery.maxRetries(),
                delivery.due().toEpochMilli(),
                delivery.expires().toEpochMilli()));
    }

    /** What is due and of none of these kinds. */
    List<Delivery> dueExcept(Collection<String> kinds, Instant now, int limit) {
        return due("NOT IN", kinds, now, limit);
    }

    /** What is due and of one of these kinds. */
    List<Delivery> dueOf(Collection<String> kinds, Instant now, int limit) {
        return due("IN", kinds, now, limit);
    }

    private List<Delivery> due(String in, Collection<String> kinds, Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id, sender, target_kind, target, body, attempts, max_retries, due_millis,"
                                + " expires_millis FROM delivery WHERE due_millis <= :now AND target_kind " + in
                                + " (<kinds>) ORDER BY due_millis, id LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                // A list in SQL must not be empty; no kind is named so.
                .bindList("kinds", kinds.isEmpty() ? List.of("") : List.copyOf(kinds))
                .map((row, context) -> read(row))
                .list());
    }

    /** Whether a delivery is as it was read: neither done nor tried since. */
    boolean isCurrent(Delivery delivery) {
        return jdbi.withHandle(handle -> handle.select(
                                "SELECT COUNT(*) FROM delivery WHERE id = ? AND attempts = ?",
                                delivery.id(),
                                delivery.attempts())
                        .mapTo(Integer.class)
                        .one())
                == 1;
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)));
    }

    boolean delete(String id) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM delivery WHERE id = ?", id)) == 1;
    }

    void deleteFrom(String sender) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM delivery WHERE sender = ?", sender));
    }

    void retry(String id, Instant due) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE delivery SET attempts = attempts + 1, due_millis = ? WHERE id = ?", due.toEpochMilli(), id));
    }
}
