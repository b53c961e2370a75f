package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.expression.Expression.Comparison;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.util.Arrays;

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
                set(selected[i], compare(a[selected[i]], b[selected[i]]));
            }
        } else if (one instanceof FloatVector floats) {
            float[] a = floats.values();
            float[] b = ((FloatVector) two).values();
            for (int i = 0; i < count; i++) {
                set(selected[i], compare(a[selected[i]], b[selected[i]]));
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
                            : compare(one, row, two, row));
        }
    }

    private void set(int row, int order) {
        result.values()[row] = order < 0 ? ifLess : order > 0 ? ifGreater : ifEqual;
    }

    /** NaN is equal to itself and the greatest; zeros are equal. */
    private static int compare(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }

    /** The order of two values in vectors of one kind; long decimals can be compared for equality only. */
    static int compare(Vector one, int row, Vector two, int otherRow) {
        if (one instanceof BytesVector bytes && two instanceof BytesVector others) {
            int a = bytes.starts()[row];
            int b = others.starts()[otherRow];
            return Arrays.compareUnsigned(
                    bytes.data(), a, a + bytes.lengths()[row], others.data(), b, b + others.lengths()[otherRow]);
        }
        if (one instanceof DoubleVector doubles && two instanceof DoubleVector others) {
            return compare(doubles.values()[row], others.values()[otherRow]);
        }
        if (one instanceof FloatVector floats && two instanceof FloatVector others) {
            return compare(floats.values()[row], others.values()[otherRow]);
        }
        if (one instanceof LongVector longs && two instanceof LongVector others) {
            return Long.compare(longs.values()[row], others.values()[otherRow]);
        }
        if (one instanceof IntVector ints && two instanceof IntVector others) {
            return Integer.compare(ints.values()[row], others.values()[otherRow]);
        }
        return Boolean.compare(((BooleanVector) one).values()[row], ((BooleanVector) two).values()[otherRow]);
    }
}
