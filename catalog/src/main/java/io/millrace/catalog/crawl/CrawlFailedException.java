package io.millrace.catalog.crawl;

/** A crawl that ended without changing the catalog. The message becomes the crawler's {@code LastCrawl.ErrorMessage}. */
public final class CrawlFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public CrawlFailedException(String message) {
        super(message);
    }

    /** With the reason and its cause. */
    public CrawlFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
