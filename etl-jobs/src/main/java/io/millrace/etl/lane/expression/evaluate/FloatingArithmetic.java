package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.Vector;

/** Floating numbers; as in Spark's ANSI mode a zero divisor is an error for them too. */
final class FloatingArithmetic extends BinaryFunction {
    private final Arithmetic expression;
    private final Vector result;
    private final boolean divides;

    private FloatingArithmetic(
            Arithmetic expression, boolean divides, VectorFunction first, VectorFunction second, Vector result) {
        super(first, second, result);
        this.expression = expression;
        this.result = result;
        this.divides = divides;
    }

    static VectorFunction of(Arithmetic expression, VectorFunction left, VectorFunction right, int capacity) {
        boolean divides = DivisionOrder.isDivision(expression.operator());
        return new FloatingArithmetic(
                expression,
                divides,
                divides ? right : left,
                divides ? left : right,
                Vector.of(expression.type(), capacity));
    }

    @Override
    void apply(Vector one, Vector two, Selection rows, RowErrors errors) {
        Vector left = divides ? two : one;
        Vector right = divides ? one : two;
        if (left instanceof DoubleVector doubles) {
            doubles(doubles.values(), ((DoubleVector) right).values(), rows, errors);
        } else {
            floats(((FloatVector) left).values(), ((FloatVector) right).values(), rows, errors);
        }
    }

    private void doubles(double[] left, double[] right, Selection rows, RowErrors errors) {
        double[] out = ((DoubleVector) result).values();
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            if (divides && right[row] == 0) {
                fail(row, errors);
                continue;
            }
            out[row] = switch (expression.operator()) {
                case ADD -> left[row] + right[row];
                case SUBTRACT -> left[row] - right[row];
                case MULTIPLY -> left[row] * right[row];
                case DIVIDE -> left[row] / right[row];
                case REMAINDER -> left[row] % right[row];
            };
        }
    }

    private void floats(float[] left, float[] right, Selection rows, RowErrors errors) {
        float[] out = ((FloatVector) result).values();
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            if (divides && right[row] == 0) {
                fail(row, errors);
                continue;
            }
            out[row] = switch (expression.operator()) {
                case ADD -> left[row] + right[row];
                case SUBTRACT -> left[row] - right[row];
                case MULTIPLY -> left[row] * right[row];
                // Spark divides floats as doubles.
                case DIVIDE -> (float) ((double) left[row] / right[row]);
                case REMAINDER -> left[row] % right[row];
            };
        }
    }

    private void fail(int row, RowErrors errors) {
        result.setNull(row);
        errors.report(row, "division by zero in " + expression.sql());
    }
}
