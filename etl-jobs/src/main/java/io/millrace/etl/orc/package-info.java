/**
 * ORC for who has no reader of it: SQL has files written as Parquet. The reader is Apache's, which needs Hadoop; it is loaded apart, from the
 * jobs' class path.
 */
@NullMarked
package io.millrace.etl.orc;

import org.jspecify.annotations.NullMarked;
