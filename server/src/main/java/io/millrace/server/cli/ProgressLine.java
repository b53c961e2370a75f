package io.millrace.server.cli;

import io.millrace.catalog.crawl.CrawlMonitor;
import io.millrace.catalog.crawl.CrawlProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far a crawl is, in one line of a terminal that is written anew; nothing where there is no terminal. Thread-safe. */
final class ProgressLine implements CrawlMonitor, AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final InstantSource clock;
    private Instant last = Instant.MIN;

    private ProgressLine(PrintWriter err, Terminal terminal, InstantSource clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Whether someone sees the line. */
    enum Terminal {
        INTERACTIVE,
        NONE
    }

    static ProgressLine on(PrintWriter err, Terminal terminal, InstantSource clock) {
        return new ProgressLine(err, terminal, clock);
    }

    @Override
    public boolean cancelled() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public synchronized void progressed(CrawlProgress progress) {
        if (terminal == Terminal.NONE) {
            return;
        }
        Instant now = clock.instant();
        if (last.equals(Instant.MIN) || !now.isBefore(last.plus(INTERVAL))) {
            last = now;
            err.print(CLEAR + text(progress));
            err.flush();
        }
    }

    static String text(CrawlProgress progress) {
        String counts = "%,d of %,d folders, %,d objects, %,d opened"
                .formatted(progress.foldersDone(), progress.folders(), progress.objects(), progress.objectsOpened());
        return switch (progress.phase()) {
            case LISTING -> "Listing: " + counts;
            case SAMPLING -> "Reading: " + counts;
            case WRITING -> "Writing the catalog: " + counts;
        };
    }

    @Override
    public synchronized void close() {
        if (!last.equals(Instant.MIN)) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
