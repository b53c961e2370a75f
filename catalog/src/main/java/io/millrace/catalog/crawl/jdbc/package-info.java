/**
 * Crawlers in a SQL database. Used by the server, which opens the database.
 */
@NullMarked
package io.millrace.catalog.crawl.jdbc;

import org.jspecify.annotations.NullMarked;
