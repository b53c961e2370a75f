package io.millrace.catalog.crawl;

import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** Is told when a crawl has ended and its crawler is READY again. Called on the crawl's thread. */
@FunctionalInterface
public interface CrawlObserver {
    /** The crawl of {@code crawlerName} ended with {@code status}. */
    void crawlEnded(String crawlerName, LastCrawlStatus status);
}
