package io.millrace.catalog.crawl.ledger;

import java.util.Collection;
import java.util.Map;

/** Remembers nothing. */
final class NoLedger implements CrawlLedger, TargetLedger {
    @Override
    public TargetLedger open(String crawler, String target, String fingerprint) {
        return this;
    }

    @Override
    public void forget(String crawler) {}

    @Override
    public Map<String, LedgerFolder> folders() {
        return Map.of();
    }

    @Override
    public SeenObjects objects(String path) {
        return SeenObjects.UNKNOWN;
    }

    @Override
    public String catalogState() {
        return "";
    }

    @Override
    public void note(LedgerFolder folder, SeenObjects objects) {}

    @Override
    public void commit(Collection<String> vanished, String catalogState) {}
}
