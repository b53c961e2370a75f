package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** Whether there is no value; never null itself. */
record IsNullFunction(VectorFunction operand, BooleanVector result) implements VectorFunction {
    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        Vector value = operand.evaluate(in, rows, errors);
        boolean[] out = result.values();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            out[row] = value.isNull(row);
        }
        return result;
    }
}
