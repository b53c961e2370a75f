package io.millrace.server.delivery;

import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of due times. A time that is due is fired, and the next one noted, in one transaction: exactly once, also if the server is
 * killed. Of the times that passed while no server ran, the first is made up for and the others are not. Thread-safe.
 */
public final class DueTimes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueTimes.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int BATCH = 500;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Map<String, Firing> firings = new ConcurrentHashMap<>();
    private final RepeatedWork ticking = new RepeatedWork("due-times", "Due times cannot be read");

    /** What a due time does. */
    @FunctionalInterface
    public interface Firing {
        /**
         * Sends what is due, in the transaction that the calling thread is in.
         *
         * @return the next time; empty if there is none any more
         */
        Optional<DueTime> fire(String name, DueTime due);
    }

    /**
     * A time of a schedule.
     *
     * @param scheduled what the schedule says
     * @param due when it is fired: the same, or later within a flexible window
     */
    public record DueTime(Instant scheduled, Instant due) {
        /** A time without a window. */
        public static DueTime at(Instant time) {
            return new DueTime(time, time);
        }
    }

    /**
     * A journal that fires nothing until {@link #start}.
     *
     * @param jdbi a database with the server's migrations
     */
    public DueTimes(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Says what the due times of a kind do. Before {@link #start}. */
    public void firing(String kind, Firing firing) {
        firings.put(kind, firing);
    }

    /** Fires what is due and what will be. Called once. */
    public void start() {
        ticking.every(Duration.ZERO, TICK, this::tick);
    }

    /** Notes when something is due next; nothing is due any more without a time. Joins the transaction that the thread is in. */
    public void set(String kind, String name, Optional<DueTime> next) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM due_time WHERE kind = ? AND name = ?", kind, name);
            next.ifPresent(time -> handle.execute(
                    "INSERT INTO due_time (kind, name, scheduled_millis, due_millis) VALUES (?, ?, ?, ?)",
                    kind,
                    name,
                    time.scheduled().toEpochMilli(),
                    time.due().toEpochMilli()));
        });
    }

    /** When it is due next. */
    public Optional<DueTime> next(String kind, String name) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT scheduled_millis, due_millis FROM due_time WHERE kind = ? AND name = ?", kind, name)
                .map((row, context) ->
                        new DueTime(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))))
                .findOne());
    }

    /** One round: fires what is due now. */
    public void tick() {
        for (Pending pending : due(clock.instant())) {
            try {
                fire(pending);
            } catch (RuntimeException e) {
                // A run loop: one schedule must not keep the others from theirs. It stays due.
                LOG.error("{} {} could not be fired", pending.kind, pending.name, e);
            }
        }
    }

    private record Pending(String kind, String name) {}

    private List<Pending> due(Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT kind, name FROM due_time WHERE due_millis <= ? ORDER BY due_millis LIMIT ?",
                        now.toEpochMilli(),
                        BATCH)
                .map((row, context) -> new Pending(row.getString(1), row.getString(2)))
                .list());
    }

    private void fire(Pending pending) {
        Firing firing = firings.get(pending.kind);
        if (firing == null) {
            return;
        }
        jdbi.useTransaction(handle -> {
            // It may have been changed or removed since it was read.
            Optional<DueTime> due =
                    next(pending.kind, pending.name).filter(time -> !time.due().isAfter(clock.instant()));
            if (due.isPresent()) {
                set(pending.kind, pending.name, firing.fire(pending.name, due.get()));
            }
        });
    }

    @Override
    public void close() {
        ticking.close();
    }
}
