package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** {@code [+-]digits}, within the type's range. */
final class WholeNumberParser extends CellParser {
    /** So many digits fit into a long whatever they are. */
    private static final int SAFE_DIGITS = 18;

    private final long min;
    private final long max;
    private final boolean isLong;

    WholeNumberParser(Primitive type) {
        super(type);
        max = switch (type) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INT -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            default -> throw new IllegalArgumentException(type + " is no whole number");
        };
        min = -max - 1;
        isLong = type == Primitive.BIGINT;
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        byte first = bytes[from];
        boolean negative = first == '-';
        int at = negative || first == '+' ? from + 1 : from;
        if (at == to) {
            return false;
        }
        // Negative, since there is one more of those.
        long value = 0;
        int safe = Math.min(to, at + SAFE_DIGITS);
        for (; at < safe; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 - digit;
        }
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return false;
            }
            value = value * 10 - digit;
            if (value > 0) {
                return false;
            }
        }
        return negative ? set(value, vector, row) : value != Long.MIN_VALUE && set(-value, vector, row);
    }

    private boolean set(long value, Vector vector, int row) {
        if (value < min || value > max) {
            return false;
        }
        if (isLong) {
            ((LongVector) vector).values()[row] = value;
        } else {
            ((IntVector) vector).values()[row] = (int) value;
        }
        return true;
    }
}
