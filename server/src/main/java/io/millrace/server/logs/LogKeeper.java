package io.millrace.server.logs;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Marks the times of growing logs, and removes those that are older than their groups' retention. */
public final class LogKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration MARK_EVERY = Duration.ofSeconds(2);
    private static final Duration REMOVE_EVERY = Duration.ofHours(1);

    private final LogGroups groups;

    /** Keeps these groups' logs. */
    public LogKeeper(LogGroups groups) {
        this.groups = groups;
    }

    /** Keeps them from now on, until the scheduler ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // quietly() notes failures itself
    public void start(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(
                () -> quietly(groups::mark, scheduler),
                MARK_EVERY.toMillis(),
                MARK_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(
                () -> quietly(groups::removeOld, scheduler), 1, REMOVE_EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    private static void quietly(Runnable work, ScheduledExecutorService scheduler) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // A run loop: the executor would silently stop.
            if (!scheduler.isShutdown()) {
                LOG.error("Logs cannot be kept", e);
            }
        }
    }
}
