package io.millrace.server.delivery;

import io.millrace.server.delivery.DeliveryTarget.Handover;
import io.millrace.server.delivery.DeliveryTarget.Pace;
import io.millrace.server.work.DaemonThreads;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of deliveries. It is in the database: what was added in a transaction that committed is delivered at least once even if the
 * server is killed, and exactly once to targets in the server's own database. A target that fails gets it again after a growing pause,
 * until its retries or its time are used up; then it is given up, with a line in the server's log. Thread-safe.
 */
public final class Deliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int BATCH = 100;
    private static final int WORKERS = 4;
    private static final int SLOW_WORKERS = 8;

    private final Jdbi jdbi;
    private final DeliveryRows rows;
    private final InstantSource clock;
    private final Duration firstPause;
    private final Map<String, DeliveryTarget> targets = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final RepeatedWork looking = new RepeatedWork("deliveries", "Deliveries cannot be looked for");
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, DaemonThreads.named("delivery"));
    private final ExecutorService slowWorkers =
            Executors.newFixedThreadPool(SLOW_WORKERS, DaemonThreads.named("slow-delivery"));
    private volatile boolean started;

    /**
     * A queue that delivers nothing until {@link #start}.
     *
     * @param jdbi a database with the server's migrations
     * @param firstPause the pause before the first retry; each further one is twice as long
     */
    public Deliveries(Jdbi jdbi, InstantSource clock, Duration firstPause) {
        this.jdbi = jdbi;
        this.rows = new DeliveryRows(jdbi);
        this.clock = clock;
        this.firstPause = firstPause;
    }

    /** Says what takes the deliveries of a kind. Before {@link #start}. */
    public void target(String kind, DeliveryTarget target) {
        targets.put(kind, target);
    }

    /** Delivers what is there and what comes from now on. Called once. */
    public void start() {
        started = true;
        looking.every(Duration.ZERO, LOOK_EVERY, this::look);
    }

    /** Adds a delivery, in the transaction that the calling thread is in or in one of its own. One of a known id changes nothing. */
    public void add(Delivery delivery) {
        jdbi.useTransaction(handle -> {
            rows.insert(delivery);
            handle.afterCommit(this::lookSoon);
        });
    }

    /** Forgets what a sender that is gone has not delivered yet. */
    public void forget(String sender) {
        rows.deleteFrom(sender);
    }

    private void lookSoon() {
        if (started) {
            looking.soon(this::look);
        }
    }

    private void look() {
        List<String> slow = targets.entrySet().stream()
                .filter(target -> target.getValue().pace() == Pace.SLOW)
                .map(Map.Entry::getKey)
                .toList();
        hand(rows.dueExcept(slow, clock.instant(), BATCH), workers);
        if (!slow.isEmpty()) {
            hand(rows.dueOf(slow, clock.instant(), BATCH), slowWorkers);
        }
    }

    private void hand(List<Delivery> due, Executor executor) {
        for (Delivery delivery : due) {
            if (running.add(delivery.id())) {
                executor.execute(() -> run(delivery));
            }
        }
    }

    private void run(Delivery delivery) {
        try {
            // Another look may have read the row before this delivery was done or tried.
            if (!rows.isCurrent(delivery)) {
                return;
            }
            if (delivery.expires().isBefore(clock.instant())) {
                giveUp(delivery, "its time is over");
                return;
            }
            handOver(delivery);
        } catch (UndeliverableException e) {
            giveUp(delivery, e.getMessage());
        } catch (RuntimeException e) {
            // A run loop: whatever the target did, the others go on.
            if (!workers.isShutdown()) {
                failed(delivery, e);
            }
        } finally {
            running.remove(delivery.id());
        }
    }

    private void handOver(Delivery delivery) {
        DeliveryTarget target = targets.get(delivery.targetKind());
        if (target == null) {
            throw new UndeliverableException("nothing takes deliveries of the kind " + delivery.targetKind());
        }
        if (target.handover() == Handover.SEPARATE) {
            target.deliver(delivery);
            rows.delete(delivery.id());
            return;
        }
        jdbi.useTransaction(handle -> {
            if (rows.delete(delivery.id())) {
                target.deliver(delivery);
            }
        });
    }

    private void failed(Delivery delivery, RuntimeException failure) {
        if (delivery.attempts() >= delivery.maxRetries()) {
            giveUp(delivery, failure.getMessage());
            return;
        }
        Duration pause = pause(delivery.attempts());
        LOG.info(
                "{} could not be delivered from {} to {}, next try in {}: {}",
                delivery.id(),
                delivery.sender(),
                delivery.target(),
                pause,
                failure.getMessage());
        Instant due = clock.instant().plus(pause);
        rows.retry(delivery.id(), due);
    }

    private Duration pause(int attempts) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempts, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void giveUp(Delivery delivery, @Nullable String reason) {
        LOG.warn(
                "{} from {} to {} is given up after {} tries: {}",
                delivery.id(),
                delivery.sender(),
                delivery.target(),
                delivery.attempts() + 1,
                reason);
        rows.delete(delivery.id());
    }

    /** Stops at once; what is not delivered stays for the next start. */
    @Override
    public void close() {
        looking.close();
        workers.shutdownNow();
        slowWorkers.shutdownNow();
    }
}
