package io.millrace.etl.lane.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every few seconds how far the tasks of this process are. May be used by several threads. */
public final class TaskProgress {
    private static final Logger LOG = LoggerFactory.getLogger(TaskProgress.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final double MEGABYTE = 1 << 20;

    private final String name;
    private final long totalBytes;
    private final InstantSource clock;
    private final Instant start;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong nextLogMillis;

    /**
     * Begins now.
     *
     * @param totalBytes of the input as it is stored
     */
    public TaskProgress(String name, long totalBytes, InstantSource clock) {
        this.name = name;
        this.totalBytes = totalBytes;
        this.clock = clock;
        this.start = clock.instant();
        this.nextLogMillis = new AtomicLong(start.plus(INTERVAL).toEpochMilli());
    }

    /** So many bytes more were read. */
    public void addBytes(long count) {
        bytes.addAndGet(count);
    }

    /** So many rows more are done. */
    public void addRows(long count) {
        rows.addAndGet(count);
        long now = clock.millis();
        long due = nextLogMillis.get();
        if (now >= due && nextLogMillis.compareAndSet(due, now + INTERVAL.toMillis())) {
            LOG.info("{}", this);
        }
    }

    /** For example {@code raw.trips: 512 of 1024 MB, 5000000 rows, 1250000 rows/s}. */
    @Override
    public String toString() {
        double seconds = Math.max(1, Duration.between(start, clock.instant()).toMillis()) / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s: %.0f of %.0f MB, %d rows, %.0f rows/s",
                name,
                bytes.get() / MEGABYTE,
                totalBytes / MEGABYTE,
                rows.get(),
                rows.get() / seconds);
    }
}
