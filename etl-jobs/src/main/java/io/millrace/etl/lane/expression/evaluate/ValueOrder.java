package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.util.Arrays;

/** The order of values, as SQL's comparisons and Spark's sorting have it. */
public final class ValueOrder {
    private ValueOrder() {}

    /** The order of two values of one type; null is the least. */
    public static int compare(HiveType type, Vector one, int row, Vector two, int otherRow) {
        if (one.isNull(row) || two.isNull(otherRow)) {
            return Boolean.compare(two.isNull(otherRow), one.isNull(row));
        }
        return type instanceof Decimal && one instanceof BytesVector
                ? Decimals.unscaled(one, row).compareTo(Decimals.unscaled(two, otherRow))
                : compare(one, row, two, otherRow);
    }

    /** NaN is equal to itself and the greatest; zeros are equal. */
    static int compare(double a, double b) {
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
