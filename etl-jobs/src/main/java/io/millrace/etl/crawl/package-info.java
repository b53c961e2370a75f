/**
 * Reads the files of large crawls with Spark. Used by the server, which starts {@link io.millrace.etl.crawl.CrawlJob} as a process; what
 * is found in a file is decided by the catalog's own classifiers.
 */
@NullMarked
package io.millrace.etl.crawl;

import org.jspecify.annotations.NullMarked;
