package io.millrace.catalog.crawl;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/**
 * What is kept about a crawler.
 *
 * @param metrics of its crawls so far
 * @param crawl the crawl that runs, empty between crawls
 * @param unannounced the last crawl's end, until everyone who waits for it has been told
 * @param scheduledSince when its schedule was switched on; empty unless its state is SCHEDULED
 */
public record StoredCrawler(
        Crawler crawler,
        CrawlerMetrics metrics,
        Optional<RunningCrawl> crawl,
        Optional<EndedCrawl> unannounced,
        Optional<Instant> scheduledSince) {
    /** A crawl that has not ended. */
    public record RunningCrawl(String id, Instant startedAt) {}

    /** A crawl that has ended. */
    public record EndedCrawl(String id, LastCrawlStatus status) {}

    StoredCrawler with(Crawler changed) {
        return new StoredCrawler(changed, metrics, crawl, unannounced, scheduledSince);
    }

    StoredCrawler with(CrawlerMetrics changed) {
        return new StoredCrawler(crawler, changed, crawl, unannounced, scheduledSince);
    }

    StoredCrawler running(Crawler changed, RunningCrawl started) {
        return new StoredCrawler(changed, metrics, Optional.of(started), unannounced, scheduledSince);
    }

    StoredCrawler ended(Crawler changed, EndedCrawl end) {
        return new StoredCrawler(changed, metrics, Optional.empty(), Optional.of(end), scheduledSince);
    }

    StoredCrawler scheduled(Crawler changed, Optional<Instant> since) {
        return new StoredCrawler(changed, metrics, crawl, unannounced, since);
    }

    /** The same once the end of the crawl {@code id} is known to all; a later crawl's end is kept. */
    StoredCrawler announced(String id) {
        return new StoredCrawler(
                crawler, metrics, crawl, unannounced.filter(ended -> !ended.id().equals(id)), scheduledSince);
    }
}
