package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;

/** And, or; the right side is evaluated for the rows only that the left one does not decide. */
final class LogicalFunction implements VectorFunction {
    private final boolean decisive;
    private final VectorFunction left;
    private final VectorFunction right;
    private final BooleanVector result;
    private final Selection open;

    /** With the value of the left side that decides: false for and, true for or. */
    LogicalFunction(boolean decisive, VectorFunction left, VectorFunction right, int capacity) {
        this.decisive = decisive;
        this.left = left;
        this.right = right;
        this.result = new BooleanVector(capacity);
        this.open = new Selection(capacity);
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        BooleanVector one = (BooleanVector) left.evaluate(in, rows, errors);
        result.clear();
        open.clear();
        boolean[] out = result.values();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!one.isNull(row) && one.values()[row] == decisive) {
                out[row] = decisive;
            } else {
                open.add(row);
            }
        }
        BooleanVector two = (BooleanVector) right.evaluate(in, open, errors);
        for (int i = 0; i < open.count(); i++) {
            int row = open.rows()[i];
            boolean decided = !two.isNull(row) && two.values()[row] == decisive;
            if (!decided && (one.isNull(row) || two.isNull(row))) {
                result.setNull(row);
            } else {
                out[row] = decided == decisive;
            }
        }
        return result;
    }
}
