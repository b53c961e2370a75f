package io.millrace.catalog.crawl;

import java.time.Duration;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** Is told when a crawl has ended and its crawler is READY again. */
@FunctionalInterface
public interface CrawlObserver {
    /**
     * The crawl of {@code crawlerName} ended with {@code status}. What this call must not forget is durable when it returns. It is
     * made once, and once more after a restart if the server died in between.
     */
    void crawlEnded(String crawlerName, LastCrawlStatus status);

    /** A crawl that ran in this process has ended so, after {@code elapsed}. For meters: it is not made up for after a restart. */
    default void crawlMeasured(CrawlOutcome outcome, Duration elapsed) {}
}
