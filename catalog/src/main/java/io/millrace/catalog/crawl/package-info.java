/**
 * Crawlers: their definitions and states, and the engine that lists objects, samples them, and writes tables and partitions
 * to the catalog in one transaction. Used by the server, which puts {@link io.millrace.catalog.crawl.CrawlerOperations} on the wire.
 */
@NullMarked
package io.millrace.catalog.crawl;

import org.jspecify.annotations.NullMarked;
