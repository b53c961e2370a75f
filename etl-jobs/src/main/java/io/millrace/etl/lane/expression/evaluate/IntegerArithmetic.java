package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.Vector;

/** Numbers of up to 32 bits: computed with 64, then checked. */
final class IntegerArithmetic extends BinaryFunction {
    private final Arithmetic expression;
    private final IntVector result;
    private final boolean divides;
    private final long least;
    private final long greatest;

    private IntegerArithmetic(
            Arithmetic expression, boolean divides, VectorFunction first, VectorFunction second, IntVector result) {
        super(first, second, result);
        this.expression = expression;
        this.result = result;
        this.divides = divides;
        this.greatest = Ranges.greatest((Primitive) expression.type());
        this.least = -greatest - 1;
    }

    static VectorFunction of(Arithmetic expression, VectorFunction left, VectorFunction right, int capacity) {
        boolean divides = DivisionOrder.isDivision(expression.operator());
        return new IntegerArithmetic(
                expression, divides, divides ? right : left, divides ? left : right, new IntVector(capacity));
    }

    @Override
    void apply(Vector one, Vector two, Selection rows, RowErrors errors) {
        int[] left = ((IntVector) (divides ? two : one)).values();
        int[] right = ((IntVector) (divides ? one : two)).values();
        int[] out = result.values();
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            if (divides && right[row] == 0) {
                result.setNull(row);
                errors.report(row, "division by zero in " + expression.sql());
                continue;
            }
            long value = compute(left[row], right[row]);
            if (value < least || value > greatest) {
                result.setNull(row);
                errors.report(row, Ranges.overflow(expression));
            } else {
                out[row] = (int) value;
            }
        }
    }

    private long compute(long left, long right) {
        return switch (expression.operator()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
        };
    }
}
