package io.millrace.catalog.crawl.ledger;

/**
 * What crawls saw, by crawler and target. It is written after the catalog and says nothing that the catalog has not: when it is
 * lost or behind, the next crawl works more, and finds the same. Thread-safe.
 */
public interface CrawlLedger {
    /** A ledger that remembers nothing. */
    CrawlLedger NONE = new NoLedger();

    /**
     * The ledger of a target. What was noted under another {@code fingerprint} (classifiers, exclusions, sample size …) is as if it had
     * never been seen.
     *
     * @param target its location
     */
    TargetLedger open(String crawler, String target, String fingerprint);

    /** Forgets all of a crawler; nothing happens if there is nothing. */
    void forget(String crawler);
}
