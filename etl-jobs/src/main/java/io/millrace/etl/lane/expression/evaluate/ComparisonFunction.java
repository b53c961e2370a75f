package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Compares two vectors of one type. */
final class ComparisonFunction extends BinaryFunction {
    private final BooleanVector result;
    private final boolean decimal;
    private final boolean ifLess;
    private final boolean ifEqual;
    private final boolean ifGreater;

    ComparisonFunction(
            Comparison.Operator operator,
            HiveType type,
            VectorFunction left,
            VectorFunction right,
            BooleanVector result) {
        super(left, right, result);
        this.result = result;
        this.decimal = type instanceof Decimal;
        this.ifLess = operator == Comparison.Operator.LESS
                || operator == Comparison.Operator.LESS_OR_EQUAL
                || operator == Comparison.Operator.NOT_EQUAL;
        this.ifEqual = operator == Comparison.Operator.EQUAL
                || operator == Comparison.Operator.LESS_OR_EQUAL
                || operator == Comparison.Operator.GREATER_OR_EQUAL;
        this.ifGreater = operator == Comparison.Operator.GREATER
                || operator == Comparison.Operator.GREATER_OR_EQUAL
                || operator == Comparison.Operator.NOT_EQUAL;
    }

    @Override
    void apply(Vector one, Vector two, Selection rows, RowErrors errors) {
        int[] selected = rows.rows();
        int count = rows.count();
        if (one instanceof IntVector ints) {
            int[] a = ints.values();
            int[] b = ((IntVector) two).values();
            for (int i = 0; i < count; i++) {
                set(selected[i], Integer.compare(a[selected[i]], b[selected[i]]));
            }
        } else if (one instanceof LongVector longs) {
            long[] a = longs.values();
            long[] b = ((LongVector) two).values();
            for (int i = 0; i < count; i++) {
                set(selected[i], Long.compare(a[selected[i]], b[selected[i]]));
            }
        } else if (one instanceof DoubleVector doubles) {
            double[] a = doubles.values();
            double[] b = ((DoubleVector) two).values();
            for (int i = 0; i < count; i++) {
                set(selected[i], ValueOrder.compare(a[selected[i]], b[selected[i]]));
            }
        } else if (one instanceof FloatVector floats) {
            float[] a = floats.values();
            float[] b = ((FloatVector) two).values();
            for (int i = 0; i < count; i++) {
                set(selected[i], ValueOrder.compare(a[selected[i]], b[selected[i]]));
            }
        } else {
            others(one, two, rows);
        }
    }

    private void others(Vector one, Vector two, Selection rows) {
        int[] selected = rows.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = selected[i];
            set(
                    row,
                    decimal
                            ? Decimals.unscaled(one, row).compareTo(Decimals.unscaled(two, row))
                            : ValueOrder.compare(one, row, two, row));
        }
    }

    private void set(int row, int order) {
        result.values()[row] = order < 0 ? ifLess : order > 0 ? ifGreater : ifEqual;
    }
}
