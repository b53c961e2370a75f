package io.millrace.server;

import io.millrace.catalog.store.ChangeLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, every hour, the catalog's history that is older than its retention. */
final class HistoryPruning {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPruning.class);
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final ChangeLog log;
    private final Duration retention;
    private final InstantSource clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("history"));

    HistoryPruning(ChangeLog log, Duration retention, InstantSource clock) {
        this.log = log;
        this.retention = retention;
        this.clock = clock;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // run() notes its failures itself
    static HistoryPruning start(ChangeLog log, Duration retention, InstantSource clock) {
        HistoryPruning pruning = new HistoryPruning(log, retention, clock);
        pruning.executor.scheduleWithFixedDelay(pruning::run, FIRST.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
        return pruning;
    }

    /** Prunes once. A failure is logged; the next hour tries again. */
    void run() {
        try {
            long removed = log.prune(clock.instant().minus(retention));
            if (removed > 0) {
                LOG.info("Forgot {} rows of the catalog's history, older than {} days", removed, retention.toDays());
            }
        } catch (RuntimeException e) { // a run loop
            LOG.warn("Cannot prune the catalog's history", e);
        }
    }

    /** Ends it, in the middle of its work if need be. */
    void stop() throws InterruptedException {
        executor.shutdownNow();
        if (!executor.awaitTermination(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("The pruning of the catalog's history still runs; what it did so far is kept");
        }
    }
}
