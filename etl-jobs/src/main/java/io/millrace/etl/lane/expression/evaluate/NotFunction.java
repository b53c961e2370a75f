package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;

/** The opposite. */
final class NotFunction extends UnaryFunction {
    private final BooleanVector result;

    NotFunction(VectorFunction operand, BooleanVector result) {
        super(operand, result);
        this.result = result;
    }

    @Override
    void apply(Vector value, Selection rows, RowErrors errors) {
        boolean[] in = ((BooleanVector) value).values();
        boolean[] out = result.values();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            out[row] = !in[row];
        }
    }
}
