package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.CrawlProgress.Phase;

/** A crawl that runs in this process: what it has told of itself, and whether it shall stop. */
final class LiveCrawl implements CrawlMonitor {
    private static final CrawlProgress BEGUN = new CrawlProgress(Phase.LISTING, 0, 0, 0, 0);

    private volatile boolean cancelled;
    private volatile CrawlProgress progress = BEGUN;
    private volatile CrawlCost cost = CrawlCost.NONE;

    void cancel() {
        cancelled = true;
    }

    CrawlProgress progress() {
        return progress;
    }

    /** What it has cost, once it has ended. */
    CrawlCost cost() {
        return cost;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void progressed(CrawlProgress now) {
        progress = now;
    }

    @Override
    public void spent(CrawlCost inAll) {
        cost = inAll;
    }
}
