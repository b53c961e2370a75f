/**
 * The types of catalog columns, in Hive's notation. Pure: used by the crawlers, the SQL engines and the Spark jobs.
 */
@NullMarked
package io.millrace.catalog.type;

import org.jspecify.annotations.NullMarked;
