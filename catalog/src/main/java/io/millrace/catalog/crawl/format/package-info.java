/**
 * Tables whose format keeps its own metadata beside the data (Iceberg, Delta Lake, Hudi): where their roots are among listed
 * keys, and what their metadata says of columns and partitions. Used by the crawl, which makes one table of each.
 */
@NullMarked
package io.millrace.catalog.crawl.format;

import org.jspecify.annotations.NullMarked;
