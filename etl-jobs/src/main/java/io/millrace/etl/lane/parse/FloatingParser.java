package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * What {@link Double#parseDouble} reads, to the last bit, and {@code Inf} and {@code -Inf}, which Spark's CSV reader knows. Up to 15 digits
 * with a small power of ten are computed here: both are doubles exactly, so that one multiplication or division rounds as it must
 * (Clinger 1990); likewise 7 digits for floats.
 */
final class FloatingParser extends CellParser {
    private static final double[] POWERS = new double[23];
    private static final float[] FLOAT_POWERS = new float[11];
    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 7;
    /** More than any exponent that matters, and no overflow on the way there. */
    private static final int HUGE_EXPONENT = 100_000;

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        for (int i = 0; i < FLOAT_POWERS.length; i++) {
            FLOAT_POWERS[i] = (float) POWERS[i];
        }
    }

    private final boolean isDouble;
    private final int maxDigits;
    private final int maxPower;

    FloatingParser(Primitive type) {
        super(type);
        isDouble = type == Primitive.DOUBLE;
        maxDigits = isDouble ? DOUBLE_DIGITS : FLOAT_DIGITS;
        maxPower = (isDouble ? POWERS.length : FLOAT_POWERS.length) - 1;
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        byte first = bytes[from];
        int at = first == '-' || first == '+' ? from + 1 : from;
        long digits = 0;
        int significant = 0;
        int seen = 0;
        int power = 0;
        boolean fraction = false;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b >= '0' && b <= '9') {
                seen++;
                if (significant > 0 || b != '0') {
                    significant++;
                }
                if (significant > maxDigits) {
                    return slow(bytes, from, to, vector, row);
                }
                digits = digits * 10 + b - '0';
                power -= fraction ? 1 : 0;
            } else if (b == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (seen == 0) {
            return slow(bytes, from, to, vector, row);
        }
        if (at < to) {
            int exponent = exponent(bytes, at, to);
            if (exponent > HUGE_EXPONENT) {
                return slow(bytes, from, to, vector, row);
            }
            power += exponent;
        }
        if (power > maxPower || power < -maxPower) {
            return slow(bytes, from, to, vector, row);
        }
        set(digits, power, first == '-', vector, row);
        return true;
    }

    private void set(long digits, int power, boolean negative, Vector vector, int row) {
        if (isDouble) {
            double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
            ((DoubleVector) vector).values()[row] = negative ? -value : value;
        } else {
            float value = power < 0 ? digits / FLOAT_POWERS[-power] : digits * FLOAT_POWERS[power];
            ((FloatVector) vector).values()[row] = negative ? -value : value;
        }
    }

    /** What {@code e-12} says; more than {@link #HUGE_EXPONENT} if it is something else, or out of the way. */
    private static int exponent(byte[] bytes, int from, int to) {
        if (bytes[from] != 'e' && bytes[from] != 'E') {
            return Integer.MAX_VALUE;
        }
        int at = from + 1;
        boolean negative = at < to && bytes[at] == '-';
        if (negative || (at < to && bytes[at] == '+')) {
            at++;
        }
        if (at == to || to - at > 4) {
            return Integer.MAX_VALUE;
        }
        int value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private boolean slow(byte[] bytes, int from, int to, Vector vector, int row) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (text.equals("Inf") || text.equals("-Inf")) {
            text += "inity";
        }
        try {
            if (isDouble) {
                ((DoubleVector) vector).values()[row] = Double.parseDouble(text);
            } else {
                ((FloatVector) vector).values()[row] = Float.parseFloat(text);
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
