package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.List;

/** Evaluates each value for the rows only that have none yet. */
final class CoalesceFunction implements VectorFunction {
    private final List<VectorFunction> values;
    private final Vector result;
    private final Selection found;
    private final Selection missing;

    CoalesceFunction(List<VectorFunction> values, Vector result) {
        this.values = values;
        this.result = result;
        this.found = new Selection(result.capacity());
        this.missing = new Selection(result.capacity());
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        result.clear();
        Selection open = rows;
        for (VectorFunction value : values) {
            Vector vector = value.evaluate(in, open, errors);
            found.clear();
            int[] candidates = open.rows();
            int count = open.count();
            missing.clear();
            for (int i = 0; i < count; i++) {
                (vector.isNull(candidates[i]) ? missing : found).add(candidates[i]);
            }
            Vectors.copy(vector, found, result);
            open = missing;
        }
        for (int i = 0; i < open.count(); i++) {
            result.setNull(open.rows()[i]);
        }
        return result;
    }
}
