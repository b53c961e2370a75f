package io.millrace.catalog.crawl;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;

/**
 * A crawl's end, which the store keeps whole or not at all.
 *
 * @param crawler the crawler as it is from now on
 * @param history the crawl, as {@code ListCrawls} tells it
 * @param runtime how long it took, if it succeeded
 */
public record CrawlEnd(StoredCrawler crawler, CrawlerHistory history, Optional<Duration> runtime) {}
