package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.expression.Expression.Arithmetic;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Decimals: sums and products of up to 18 digits with longs, everything else with big numbers. */
final class DecimalArithmetic extends BinaryFunction {
    /** As many digits after the point as Spark computes before it rounds to the result's scale. */
    private static final int QUOTIENT_SCALE = Decimal.MAX_PRECISION + 1;

    private final Arithmetic expression;
    private final Vector result;
    private final boolean divides;
    private final Decimal left;
    private final Decimal right;
    private final Decimal type;

    private DecimalArithmetic(
            Arithmetic expression, boolean divides, VectorFunction first, VectorFunction second, Vector result) {
        super(first, second, result);
        this.expression = expression;
        this.result = result;
        this.divides = divides;
        this.left = (Decimal) expression.left().type();
        this.right = (Decimal) expression.right().type();
        this.type = (Decimal) expression.type();
    }

    static VectorFunction of(Arithmetic expression, VectorFunction left, VectorFunction right, int capacity) {
        boolean divides = DivisionOrder.isDivision(expression.operator());
        return new DecimalArithmetic(
                expression,
                divides,
                divides ? right : left,
                divides ? left : right,
                Vector.of(expression.type(), capacity));
    }

    @Override
    void apply(Vector one, Vector two, Selection rows, RowErrors errors) {
        if (divides) {
            divide(two, one, rows, errors);
        } else if (result instanceof LongVector longs) {
            shorts((LongVector) one, (LongVector) two, longs.values(), rows);
        } else {
            longs(one, two, rows, errors);
        }
    }

    /** No overflow here: the result's type has room for all results. */
    private void shorts(LongVector one, LongVector two, long[] out, Selection rows) {
        long[] a = one.values();
        long[] b = two.values();
        boolean multiplies = expression.operator() == Arithmetic.Operator.MULTIPLY;
        long factorA = multiplies ? 1 : Ranges.power(type.scale() - left.scale());
        long factorB = multiplies ? 1 : Ranges.power(type.scale() - right.scale());
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            long x = a[row] * factorA;
            long y = b[row] * factorB;
            out[row] = switch (expression.operator()) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                default -> x * y;
            };
        }
    }

    private void longs(Vector one, Vector two, Selection rows, RowErrors errors) {
        boolean multiplies = expression.operator() == Arithmetic.Operator.MULTIPLY;
        BigInteger factorA = Ranges.bigPower(multiplies ? 0 : type.scale() - left.scale());
        BigInteger factorB = Ranges.bigPower(multiplies ? 0 : type.scale() - right.scale());
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            BigInteger x = Decimals.unscaled(one, row).multiply(factorA);
            BigInteger y = Decimals.unscaled(two, row).multiply(factorB);
            BigInteger value = switch (expression.operator()) {
                case ADD -> x.add(y);
                case SUBTRACT -> x.subtract(y);
                default -> x.multiply(y);
            };
            check(Decimals.set(result, row, value, type), row, errors);
        }
    }

    private void divide(Vector dividends, Vector divisors, Selection rows, RowErrors errors) {
        boolean quotient = expression.operator() == Arithmetic.Operator.DIVIDE;
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            BigDecimal divisor = Decimals.value(divisors, row, right);
            if (divisor.signum() == 0) {
                result.setNull(row);
                errors.report(row, "division by zero in " + expression.sql());
                continue;
            }
            BigDecimal dividend = Decimals.value(dividends, row, left);
            BigDecimal value = quotient
                    ? dividend.divide(divisor, QUOTIENT_SCALE, RoundingMode.HALF_UP)
                    : dividend.remainder(divisor);
            check(Decimals.set(result, row, value, type), row, errors);
        }
    }

    private void check(boolean fits, int row, RowErrors errors) {
        if (!fits) {
            result.setNull(row);
            errors.report(row, Ranges.overflow(expression));
        }
    }
}
