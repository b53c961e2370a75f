package io.millrace.catalog.crawl;

import software.amazon.awssdk.services.glue.model.Table;

/** A place that a crawl looked through as a whole: what it did not find there is gone. */
interface CrawlPlace {
    /** Whether the table, which has a location, is of this place. */
    boolean covers(Table table);
}
