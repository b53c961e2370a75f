package io.millrace.catalog.crawl;

import java.time.Duration;

/**
 * How long a crawl still takes. While folders are being listed their number is not known, and the crawl takes as long as the median of
 * the crawls before it; once they are sampled, the rest takes as long for each folder as those that are done.
 *
 * @param left the estimate; zero where there is nothing to estimate from
 * @param certainty whether it rests on this crawl
 */
record CrawlEstimate(Duration left, Certainty certainty) {
    enum Certainty {
        STILL_ESTIMATING,
        ESTIMATED
    }

    static CrawlEstimate of(CrawlProgress progress, Duration elapsed, Duration median) {
        return switch (progress.phase()) {
            case LISTING -> new CrawlEstimate(rest(median, elapsed), Certainty.STILL_ESTIMATING);
            case SAMPLING ->
                progress.foldersDone() == 0
                        ? new CrawlEstimate(rest(median, elapsed), Certainty.STILL_ESTIMATING)
                        : new CrawlEstimate(byFolders(progress, elapsed), Certainty.ESTIMATED);
            case WRITING -> new CrawlEstimate(rest(median, elapsed), Certainty.ESTIMATED);
        };
    }

    private static Duration byFolders(CrawlProgress progress, Duration elapsed) {
        long open = Math.max(0, progress.folders() - progress.foldersDone());
        return Duration.ofMillis(Math.round(elapsed.toMillis() * (open / (double) progress.foldersDone())));
    }

    private static Duration rest(Duration median, Duration elapsed) {
        return median.compareTo(elapsed) > 0 ? median.minus(elapsed) : Duration.ZERO;
    }
}
