package io.millrace.catalog.crawl;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/**
 * What is kept about a crawler.
 *
 * @param metrics of its last successful crawl
 * @param crawl the crawl that runs, empty between crawls
 * @param unannounced the last crawl's end, until everyone who waits for it has been told
 */
public record StoredCrawler(
        Crawler crawler, CrawlerMetrics metrics, Optional<RunningCrawl> crawl, Optional<EndedCrawl> unannounced) {
    /** A crawl that has not ended. */
    public record RunningCrawl(String id, Instant startedAt) {}

    /** A crawl that has ended. */
    public record EndedCrawl(String id, LastCrawlStatus status) {}

    StoredCrawler with(Crawler changed) {
        return new StoredCrawler(changed, metrics, crawl, unannounced);
    }

    /** The same once the end of the crawl {@code id} is known to all; a later crawl's end is kept. */
    StoredCrawler announced(String id) {
        return new StoredCrawler(
                crawler, metrics, crawl, unannounced.filter(ended -> !ended.id().equals(id)));
    }
}
