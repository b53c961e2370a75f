/** Expressions, types and names as Spark's columns. Used by its lane and by queries. */
@NullMarked
package io.millrace.etl.job.column;

import org.jspecify.annotations.NullMarked;
