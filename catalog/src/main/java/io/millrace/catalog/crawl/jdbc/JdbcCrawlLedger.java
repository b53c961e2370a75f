package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import org.jdbi.v3.core.Jdbi;

/** The tables {@code glue_crawl_ledgers} and {@code glue_crawl_ledger_chunks}. */
public final class JdbcCrawlLedger implements CrawlLedger {
    private final Jdbi jdbi;

    /** A ledger in a database whose tables are up to date. */
    public JdbcCrawlLedger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public TargetLedger open(String crawler, String target, String fingerprint) {
        return JdbcTargetLedger.open(jdbi, crawler, target, fingerprint);
    }

    @Override
    public void forget(String crawler) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "DELETE FROM glue_crawl_ledger_chunks WHERE ledger_id IN"
                            + " (SELECT id FROM glue_crawl_ledgers WHERE crawler = ?)",
                    crawler);
            handle.execute("DELETE FROM glue_crawl_ledgers WHERE crawler = ?", crawler);
        });
    }
}
