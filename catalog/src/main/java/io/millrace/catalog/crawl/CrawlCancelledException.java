package io.millrace.catalog.crawl;

/** A crawl that was stopped before it changed the catalog. */
public final class CrawlCancelledException extends Exception {
    private static final long serialVersionUID = 1L;

    CrawlCancelledException() {
        super("The crawl was stopped");
    }
}
