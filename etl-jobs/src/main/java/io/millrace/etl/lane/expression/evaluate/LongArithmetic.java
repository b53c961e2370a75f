package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Numbers of 64 bits. */
final class LongArithmetic extends BinaryFunction {
    private final Arithmetic expression;
    private final LongVector result;
    private final boolean divides;

    private LongArithmetic(
            Arithmetic expression, boolean divides, VectorFunction first, VectorFunction second, LongVector result) {
        super(first, second, result);
        this.expression = expression;
        this.result = result;
        this.divides = divides;
    }

    static VectorFunction of(Arithmetic expression, VectorFunction left, VectorFunction right, int capacity) {
        boolean divides = DivisionOrder.isDivision(expression.operator());
        return new LongArithmetic(
                expression, divides, divides ? right : left, divides ? left : right, new LongVector(capacity));
    }

    @Override
    void apply(Vector one, Vector two, Selection rows, RowErrors errors) {
        long[] left = ((LongVector) (divides ? two : one)).values();
        long[] right = ((LongVector) (divides ? one : two)).values();
        long[] out = result.values();
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            if (divides && right[row] == 0) {
                result.setNull(row);
                errors.report(row, "division by zero in " + expression.sql());
                continue;
            }
            long value = compute(left[row], right[row]);
            if (overflows(left[row], right[row], value)) {
                result.setNull(row);
                errors.report(row, Ranges.overflow(expression));
            } else {
                out[row] = value;
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

    private boolean overflows(long left, long right, long value) {
        return switch (expression.operator()) {
            case ADD -> ((left ^ value) & (right ^ value)) < 0;
            case SUBTRACT -> ((left ^ right) & (left ^ value)) < 0;
            case MULTIPLY -> Math.multiplyHigh(left, right) != (value >> (Long.SIZE - 1));
            case DIVIDE -> left == Long.MIN_VALUE && right == -1;
            case REMAINDER -> false;
        };
    }
}
