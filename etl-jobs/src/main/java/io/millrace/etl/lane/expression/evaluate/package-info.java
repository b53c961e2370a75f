/**
 * Evaluates expressions on vectors, a batch at a time and without objects for values. Used by the columnar lane's tasks.
 */
@NullMarked
package io.millrace.etl.lane.expression.evaluate;

import org.jspecify.annotations.NullMarked;
