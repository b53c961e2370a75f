package io.millrace.catalog.crawl;

import software.amazon.awssdk.services.glue.model.Crawler;

/** Crawls with the engine. Thread-safe. */
public final class EngineCrawls implements CrawlWork {
    private final CrawlEngine engine;

    /** Crawls that {@code engine} makes. */
    public EngineCrawls(CrawlEngine engine) {
        this.engine = engine;
    }

    @Override
    public CrawlReport crawl(Crawler crawler, CrawlMonitor monitor)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        return engine.crawl(crawler, monitor::cancelled);
    }
}
