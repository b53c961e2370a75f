package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Decimals of up to 18 digits, unscaled. Plain digits are counted here, the rest by {@link DecimalText}. */
final class LongDecimalParser extends CellParser {
    private static final int SAFE_DIGITS = 18;
    private static final long[] POWERS = new long[SAFE_DIGITS + 1];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private final int scale;
    private final long limit;
    private final DecimalText text;

    LongDecimalParser(HiveType.Decimal type) {
        super(type);
        scale = type.scale();
        limit = POWERS[type.precision()];
        text = new DecimalText(type);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        byte first = bytes[from];
        int at = first == '-' || first == '+' ? from + 1 : from;
        if (to - at > SAFE_DIGITS) {
            return slow(bytes, from, to, vector, row);
        }
        long value = 0;
        int point = -1;
        int start = at;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b >= '0' && b <= '9') {
                value = value * 10 + b - '0';
            } else if (b == '.' && point < 0) {
                point = at;
            } else {
                return slow(bytes, from, to, vector, row);
            }
        }
        int fraction = point < 0 ? 0 : to - point - 1;
        int digits = to - start - (point < 0 ? 0 : 1);
        if (digits == 0) {
            return false;
        }
        return set(value, digits, fraction, first == '-', ((LongVector) vector).values(), row);
    }

    private boolean set(long digits, int count, int fraction, boolean negative, long[] values, int row) {
        long value = digits;
        if (fraction > scale) {
            long divisor = POWERS[fraction - scale];
            // Half up, by the amount, as java.math.RoundingMode.HALF_UP.
            value = value / divisor + (value % divisor >= divisor / 2 ? 1 : 0);
        } else if (fraction < scale) {
            if (count + scale - fraction > SAFE_DIGITS && value >= POWERS[SAFE_DIGITS - (scale - fraction)]) {
                return false;
            }
            value *= POWERS[scale - fraction];
        }
        values[row] = negative ? -value : value;
        return value < limit;
    }

    private boolean slow(byte[] bytes, int from, int to, Vector vector, int row) {
        @Nullable BigInteger unscaled = text.unscaled(bytes, from, to);
        if (unscaled == null) {
            return false;
        }
        ((LongVector) vector).values()[row] = unscaled.longValueExact();
        return true;
    }
}
