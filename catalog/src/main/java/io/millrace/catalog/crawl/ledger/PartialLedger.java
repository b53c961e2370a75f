package io.millrace.catalog.crawl.ledger;

import java.util.Collection;
import java.util.Map;

/** Another ledger, of which some folders are not shown. */
record PartialLedger(TargetLedger ledger, Map<String, LedgerFolder> folders) implements TargetLedger {
    @Override
    public SeenObjects objects(String path) {
        return folders.containsKey(path) ? ledger.objects(path) : SeenObjects.UNKNOWN;
    }

    @Override
    public String catalogState() {
        return ledger.catalogState();
    }

    @Override
    public void note(LedgerFolder folder, SeenObjects objects) {
        ledger.note(folder, objects);
    }

    @Override
    public void commit(Collection<String> vanished, String catalogState) {
        ledger.commit(vanished, catalogState);
    }
}
