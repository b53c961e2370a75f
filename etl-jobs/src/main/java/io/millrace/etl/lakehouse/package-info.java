/**
 * Tables that Iceberg, Delta Lake and Hudi own, as of one snapshot: data files, the columns in them, and which rows of them are deleted. Free of
 * Spark; SQL and Spark jobs read by it.
 */
@NullMarked
package io.millrace.etl.lakehouse;

import org.jspecify.annotations.NullMarked;
