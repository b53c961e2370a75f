/**
 * The tables of relational databases, read through JDBC: what a crawler's JDBC targets name. Used by the crawl engine, which
 * makes catalog tables of them.
 */
@NullMarked
package io.millrace.catalog.crawl.database;

import org.jspecify.annotations.NullMarked;
