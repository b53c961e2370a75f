package io.millrace.catalog.crawl;

/** Watches a crawl, and may stop it. Called from the crawl's threads, often: both methods return at once. */
public interface CrawlMonitor {
    /** A crawl that nobody watches or stops. */
    CrawlMonitor NONE = new CrawlMonitor() {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progressed(CrawlProgress progress) {}
    };

    /** Whether the crawl shall end without changing the catalog. Asked between reads and before the catalog is changed. */
    boolean cancelled();

    /** The crawl has come this far. */
    void progressed(CrawlProgress progress);

    /** The crawl has ended, in whatever way, and has asked this of the object store. Told once. */
    default void spent(CrawlCost cost) {}
}
