package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;

/** Converts one value. An instance is for one pair of types and one thread. */
@FunctionalInterface
interface ValueCast {
    /**
     * Sets the row of the result from the value's, which is not null; it may become null.
     *
     * @return false if the value does not fit
     */
    boolean cast(Vector value, int row, Vector result);
}
