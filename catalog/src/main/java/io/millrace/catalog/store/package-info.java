/**
 * What the catalog keeps, as an SPI: databases, tables and partitions, read and changed in transactions. Used by the
 * operations, the crawlers and the server; the JDBC implementation is in the child package.
 */
@NullMarked
package io.millrace.catalog.store;

import org.jspecify.annotations.NullMarked;
