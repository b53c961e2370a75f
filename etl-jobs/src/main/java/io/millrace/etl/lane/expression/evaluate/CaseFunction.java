package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.List;

/** Evaluates each result for the rows only that take it. */
final class CaseFunction implements VectorFunction {
    private final List<Branch> branches;
    private final VectorFunction otherwise;
    private final Vector result;
    private final Selection taken;
    private final Selection open;

    /** A condition and what then. */
    record Branch(VectorFunction condition, VectorFunction result) {}

    CaseFunction(List<Branch> branches, VectorFunction otherwise, Vector result) {
        this.branches = branches;
        this.otherwise = otherwise;
        this.result = result;
        this.taken = new Selection(result.capacity());
        this.open = new Selection(result.capacity());
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        result.clear();
        Selection left = rows;
        for (Branch branch : branches) {
            BooleanVector condition = (BooleanVector) branch.condition().evaluate(in, left, errors);
            int[] candidates = left.rows();
            int count = left.count();
            taken.clear();
            open.clear();
            for (int i = 0; i < count; i++) {
                int row = candidates[i];
                (!condition.isNull(row) && condition.values()[row] ? taken : open).add(row);
            }
            Vectors.copy(branch.result().evaluate(in, taken, errors), taken, result);
            left = open;
        }
        Vectors.copy(otherwise.evaluate(in, left, errors), left, result);
        return result;
    }
}
