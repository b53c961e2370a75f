package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** A function of two values that is null where one of them is. Where the first is null, the second is not evaluated, as in Spark. */
abstract class BinaryFunction implements VectorFunction {
    private final VectorFunction first;
    private final VectorFunction second;
    private final Vector result;
    private final Selection firstPresent;
    private final Selection bothPresent;

    BinaryFunction(VectorFunction first, VectorFunction second, Vector result) {
        this.first = first;
        this.second = second;
        this.result = result;
        this.firstPresent = new Selection(result.capacity());
        this.bothPresent = new Selection(result.capacity());
    }

    @Override
    public final Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        Vector one = first.evaluate(in, rows, errors);
        result.clear();
        Selection some = firstPresent.present(rows, one, result);
        Vector two = second.evaluate(in, some, errors);
        apply(one, two, bothPresent.present(some, two, result), errors);
        return result;
    }

    /** Fills the result for these rows; neither value is null there. */
    abstract void apply(Vector one, Vector two, Selection rows, RowErrors errors);
}
