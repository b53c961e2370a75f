package io.millrace.catalog.crawl;

import software.amazon.awssdk.services.glue.model.Crawler;

/** What is done in a crawl, once its crawler has been marked as running. Thread-safe. */
@FunctionalInterface
public interface CrawlWork {
    /**
     * Crawls all targets of the crawler and changes the catalog.
     *
     * @throws CrawlFailedException if nothing was changed, with a sentence for the user
     * @throws CrawlCancelledException if the monitor told it to stop before anything was changed
     */
    CrawlReport crawl(Crawler crawler, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException;
}
