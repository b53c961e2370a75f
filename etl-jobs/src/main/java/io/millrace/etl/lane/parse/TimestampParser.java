package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/**
 * {@code [+-]yyyy[-[m]m[-[d]d[( |T)[h]h[:[m]m[:[s]s[.f…]]]]]]}, years of four to six digits, digits of the fraction beyond six left out, as
 * Spark reads {@code TIMESTAMP_NTZ}; and behind the seconds {@code Z}, {@code +00:00} or {@code -00:00}, which crawlers type as timestamps in UTC. Other
 * zones are no value, since the type has none.
 */
final class TimestampParser extends CellParser {
    private static final int MAX_YEAR_DIGITS = 6;
    private static final int FRACTION_DIGITS = 6;
    private static final int DAY = 2;
    private static final int SECOND = 5;
    private static final byte[] ZERO_OFFSET = {'0', '0', ':', '0', '0'};
    /** What ends each part, so that the next follows. */
    private static final byte[] ENDS = {'-', '-', ' ', ':', ':', '.'};

    private final int[] parts = new int[SECOND + 1];

    TimestampParser() {
        super(Primitive.TIMESTAMP);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        byte first = bytes[from];
        int at = first == '-' || first == '+' ? from + 1 : from;
        int part = 0;
        parts[1] = 1;
        parts[2] = 1;
        parts[3] = 0;
        parts[4] = 0;
        parts[5] = 0;
        int micros = 0;
        while (true) {
            int start = at;
            int value = 0;
            int most = part == 0 ? MAX_YEAR_DIGITS : 2;
            while (at < to && DateParser.isDigit(bytes[at]) && at - start < most) {
                value = value * 10 + bytes[at++] - '0';
            }
            if (at - start < (part == 0 ? 4 : 1)) {
                return false;
            }
            parts[part] = value;
            if (at == to) {
                break;
            }
            byte end = bytes[at];
            if (part == SECOND) {
                if (end == '.') {
                    start = at + 1;
                    at = fractionEnd(bytes, start, to);
                    micros = micros(bytes, start, at);
                }
                if (at < to && !isUtc(bytes, at, to)) {
                    return false;
                }
                break;
            }
            if (end != ENDS[part] && !(part == DAY && end == 'T')) {
                return false;
            }
            part++;
            at++;
        }
        return set(first == '-' ? -parts[0] : parts[0], micros, ((LongVector) vector).values(), row);
    }

    private boolean set(int year, int micros, long[] values, int row) {
        if (!Days.isDay(year, parts[1], parts[2]) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) {
            return false;
        }
        // No year of six digits overflows: 2^63 microseconds are 292,271 years, as Spark finds too.
        long days = Days.toEpoch(year, parts[1], parts[2]);
        long seconds = days * 86_400 + parts[3] * 3600L + parts[4] * 60L + parts[5];
        try {
            values[row] = Math.addExact(Math.multiplyExact(seconds, 1_000_000L), micros);
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static int fractionEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && DateParser.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int micros(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = 0; i < FRACTION_DIGITS; i++) {
            value = value * 10 + (from + i < to ? bytes[from + i] - '0' : 0);
        }
        return value;
    }

    private static boolean isUtc(byte[] bytes, int from, int to) {
        if (to - from == 1) {
            return bytes[from] == 'Z';
        }
        if (to - from != ZERO_OFFSET.length + 1 || (bytes[from] != '+' && bytes[from] != '-')) {
            return false;
        }
        for (int i = 0; i < ZERO_OFFSET.length; i++) {
            if (bytes[from + 1 + i] != ZERO_OFFSET[i]) {
                return false;
            }
        }
        return true;
    }
}
