/**
 * The records of files that query engines have no reader for, as JSON objects: by the same rules by which the classifiers found their columns.
 * Used by the SQL engine, which reads them from copies, and by Spark jobs.
 */
@NullMarked
package io.millrace.catalog.record;

import org.jspecify.annotations.NullMarked;
