/**
 * One small tree of typed expressions for output columns, partition keys and filters. The columnar lane evaluates it on vectors, and
 * {@code io.millrace.etl.job} renders it as Spark columns (docs/decisions/0153).
 */
@NullMarked
package io.millrace.etl.lane.expression;

import org.jspecify.annotations.NullMarked;
