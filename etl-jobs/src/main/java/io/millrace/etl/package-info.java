/**
 * Spark jobs and SQL engines.
 */
@NullMarked
package io.millrace.etl;

import org.jspecify.annotations.NullMarked;
