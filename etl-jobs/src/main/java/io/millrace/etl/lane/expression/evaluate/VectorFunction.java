package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** An expression that is ready to be evaluated. Holds its result's memory: used by one thread. */
public interface VectorFunction {
    /**
     * The expression's values for these rows, at the rows' own places; other places are undefined.
     *
     * @param errors told of each row that has no value, which is null then
     * @return valid until the next call; may be one of the batch's own vectors, and is never written to by who gets it
     */
    Vector evaluate(VectorBatch in, Selection rows, RowErrors errors);
}
