package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.Arithmetic.Operator;

/** Spark looks at a divisor before it looks at the dividend. */
final class DivisionOrder {
    private DivisionOrder() {}

    static boolean isDivision(Operator operator) {
        return operator == Operator.DIVIDE || operator == Operator.REMAINDER;
    }
}
