package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.store.ChangeLog;

/**
 * What lets a crawl leave out what the last one did.
 *
 * @param ledger what crawls saw
 * @param changes the history of the catalog that they write to: tells whether someone changed it since
 */
public record CrawlMemory(CrawlLedger ledger, ChangeLog changes) {}
