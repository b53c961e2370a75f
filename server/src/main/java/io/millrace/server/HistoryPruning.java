package io.millrace.server;

import io.millrace.catalog.store.ChangeLog;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.InstantSource;
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
    private final RepeatedWork pruning = new RepeatedWork("history", "Cannot prune the catalog's history");

    HistoryPruning(ChangeLog log, Duration retention, InstantSource clock) {
        this.log = log;
        this.retention = retention;
        this.clock = clock;
    }

    static HistoryPruning start(ChangeLog log, Duration retention, InstantSource clock) {
        HistoryPruning history = new HistoryPruning(log, retention, clock);
        history.pruning.every(FIRST, PERIOD, history::run);
        return history;
    }

    /** Prunes once. */
    void run() {
        long removed = log.prune(clock.instant().minus(retention));
        if (removed > 0) {
            LOG.info("Forgot {} rows of the catalog's history, older than {} days", removed, retention.toDays());
        }
    }

    /** Ends it, in the middle of its work if need be. */
    void stop() throws InterruptedException {
        pruning.close();
        if (!pruning.awaitEnd(STOP_WAIT)) {
            LOG.warn("The pruning of the catalog's history still runs; what it did so far is kept");
        }
    }
}
