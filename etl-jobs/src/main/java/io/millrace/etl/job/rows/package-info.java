/** A run's input as rows of Spark, of which each is known to fit, to be filtered out or to be bad. Used by queries and by the lanes. */
@NullMarked
package io.millrace.etl.job.rows;

import org.jspecify.annotations.NullMarked;
