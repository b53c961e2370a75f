package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.Cast;
import io.millrace.etl.lane.vector.Vector;

/** Converts row by row; what does not fit is an error, or null for {@code TRY_CAST}. */
final class CastFunction extends UnaryFunction {
    private final Cast expression;
    private final ValueCast cast;
    private final Vector result;

    CastFunction(Cast expression, ValueCast cast, VectorFunction operand, Vector result) {
        super(operand, result);
        this.expression = expression;
        this.cast = cast;
        this.result = result;
    }

    @Override
    void apply(Vector value, Selection rows, RowErrors errors) {
        boolean fails = expression.failure() == Cast.Failure.FAIL;
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            if (!cast.cast(value, row, result)) {
                result.setNull(row);
                if (fails) {
                    errors.report(row, reason(value, row));
                }
            }
        }
    }

    private String reason(Vector value, int row) {
        return "%s is no %s in %s"
                .formatted(ValueText.shown(expression.value().type(), value, row), expression.type(), expression.sql());
    }
}
