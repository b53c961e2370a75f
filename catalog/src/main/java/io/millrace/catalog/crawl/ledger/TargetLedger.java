package io.millrace.catalog.crawl.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledger of one target while it is crawled. Nothing that is noted is visible to anyone before {@link #commit}. Thread-safe.
 */
public interface TargetLedger {
    /** What the last crawl left, by the folders' paths; empty at the first crawl. */
    Map<String, LedgerFolder> folders();

    /** The single objects of a folder of {@link #folders}; {@link SeenObjects#UNKNOWN} if there are too many or none. */
    SeenObjects objects(String path);

    /** What {@link #commit} was given at the last crawl, empty at the first. */
    String catalogState();

    /** Notes a folder that is new or has changed. */
    void note(LedgerFolder folder, SeenObjects objects);

    /**
     * Makes what was noted the state that the next crawl finds, in one transaction.
     *
     * @param vanished folders that are no more
     * @param catalogState says in which state the crawl left the catalog
     */
    void commit(Collection<String> vanished, String catalogState);

    /** The same, which does not show these folders. */
    default TargetLedger without(Collection<String> paths) {
        Map<String, LedgerFolder> shown = new HashMap<>(folders());
        shown.keySet().removeAll(paths);
        return new PartialLedger(this, shown);
    }

    /** The same for those who only look: what they note is dropped. */
    default TargetLedger readOnly() {
        return new ReadOnlyLedger(this);
    }
}
