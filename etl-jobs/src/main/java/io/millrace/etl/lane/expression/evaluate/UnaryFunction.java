package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** A function of one value that is null where the value is. */
abstract class UnaryFunction implements VectorFunction {
    private final VectorFunction operand;
    private final Vector result;
    private final Selection present;

    UnaryFunction(VectorFunction operand, Vector result) {
        this.operand = operand;
        this.result = result;
        this.present = new Selection(result.capacity());
    }

    @Override
    public final Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        Vector value = operand.evaluate(in, rows, errors);
        result.clear();
        apply(value, present.present(rows, value, result), errors);
        return result;
    }

    /** Fills the result for these rows; the value is not null there. */
    abstract void apply(Vector value, Selection rows, RowErrors errors);
}
