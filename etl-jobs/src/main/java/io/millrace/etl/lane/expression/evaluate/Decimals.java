package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Decimals in vectors, short or long. */
final class Decimals {
    private Decimals() {}

    static BigInteger unscaled(Vector vector, int row) {
        if (vector instanceof LongVector longs) {
            return BigInteger.valueOf(longs.values()[row]);
        }
        BytesVector bytes = (BytesVector) vector;
        return new BigInteger(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
    }

    static BigDecimal value(Vector vector, int row, Decimal type) {
        return vector instanceof LongVector longs
                ? BigDecimal.valueOf(longs.values()[row], type.scale())
                : new BigDecimal(unscaled(vector, row), type.scale());
    }

    /** Sets the value, rounded half up to the type's scale. @return false if it has too many digits */
    static boolean set(Vector vector, int row, BigDecimal value, Decimal type) {
        return set(
                vector, row, value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue(), type);
    }

    /** Sets the value, which has the type's scale. @return false if it has too many digits */
    static boolean set(Vector vector, int row, BigInteger unscaled, Decimal type) {
        if (unscaled.abs().compareTo(Ranges.bigPower(type.precision())) >= 0) {
            return false;
        }
        if (vector instanceof LongVector longs) {
            longs.values()[row] = unscaled.longValueExact();
        } else {
            byte[] bytes = unscaled.toByteArray();
            ((BytesVector) vector).set(row, bytes, 0, bytes.length);
        }
        return true;
    }
}
