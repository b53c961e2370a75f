package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.server.work.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the catalog's store do its work in the background, piece by piece, with a gap after each for those who wait to write. */
final class CatalogMaintenance {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogMaintenance.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final CatalogStore store;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("catalog-maintenance"));

    private CatalogMaintenance(CatalogStore store) {
        this.store = store;
    }

    static CatalogMaintenance start(CatalogStore store) {
        CatalogMaintenance maintenance = new CatalogMaintenance(store);
        maintenance.next(IDLE);
        return maintenance;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // run() notes its failures itself
    private void next(Duration delay) {
        try {
            executor.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The maintenance of the catalog has been stopped");
        }
    }

    private void run() {
        Duration delay = AFTER_FAILURE;
        try {
            delay = store.maintain() ? GAP : IDLE;
        } catch (RuntimeException e) { // a run loop
            LOG.warn("Cannot maintain the catalog's store", e);
        } finally {
            next(delay);
        }
    }

    /** Ends it after the piece that it works at. */
    void stop() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("The maintenance of the catalog still runs; what it did so far is kept");
        }
    }
}
