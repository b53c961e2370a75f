package io.millrace.catalog.crawl;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;

/**
 * What is kept about a crawler.
 *
 * @param metrics of its last successful crawl
 * @param crawl the crawl that runs, empty between crawls
 */
public record StoredCrawler(Crawler crawler, CrawlerMetrics metrics, Optional<RunningCrawl> crawl) {
    /** A crawl that has not ended. */
    public record RunningCrawl(String id, Instant startedAt) {}

    StoredCrawler with(Crawler changed) {
        return new StoredCrawler(changed, metrics, crawl);
    }
}
