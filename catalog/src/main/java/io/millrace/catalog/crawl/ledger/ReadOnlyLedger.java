package io.millrace.catalog.crawl.ledger;

import java.util.Collection;
import java.util.Map;

/** Another ledger to read; drops what is noted. */
record ReadOnlyLedger(TargetLedger ledger) implements TargetLedger {
    @Override
    public Map<String, LedgerFolder> folders() {
        return ledger.folders();
    }

    @Override
    public SeenObjects objects(String path) {
        return ledger.objects(path);
    }

    @Override
    public String catalogState() {
        return ledger.catalogState();
    }

    @Override
    public void note(LedgerFolder folder, SeenObjects objects) {}

    @Override
    public void commit(Collection<String> vanished, String catalogState) {}
}
