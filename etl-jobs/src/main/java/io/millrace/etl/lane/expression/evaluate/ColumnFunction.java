package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** A column of the batch as it is. */
record ColumnFunction(int column) implements VectorFunction {
    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        return in.vector(column);
    }
}
