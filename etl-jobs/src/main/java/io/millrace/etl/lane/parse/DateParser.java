package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.Vector;

/**
 * {@code [+-]yyyy[-[m]m[-[d]d]]}, years of four to seven digits; behind a day, a space or a T and whatever follows are left out
 * (Spark's {@code CAST(… AS DATE)}).
 */
final class DateParser extends CellParser {
    private static final int MAX_YEAR_DIGITS = 7;

    DateParser() {
        super(Primitive.DATE);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        int year = 0;
        int month = 1;
        int day = 1;
        byte first = bytes[from];
        int at = first == '-' || first == '+' ? from + 1 : from;
        int start = at;
        while (at < to && isDigit(bytes[at]) && at - start < MAX_YEAR_DIGITS) {
            year = year * 10 + bytes[at++] - '0';
        }
        if (at - start < 4) {
            return false;
        }
        if (at < to) {
            if (bytes[at] != '-') {
                return false;
            }
            start = ++at;
            month = 0;
            while (at < to && isDigit(bytes[at]) && at - start < 2) {
                month = month * 10 + bytes[at++] - '0';
            }
            if (at == start) {
                return false;
            }
            if (at < to) {
                if (bytes[at] != '-') {
                    return false;
                }
                start = ++at;
                day = 0;
                while (at < to && isDigit(bytes[at]) && at - start < 2) {
                    day = day * 10 + bytes[at++] - '0';
                }
                if (at == start || (at < to && bytes[at] != ' ' && bytes[at] != 'T')) {
                    return false;
                }
            }
        }
        year = first == '-' ? -year : year;
        if (!Days.isDay(year, month, day)) {
            return false;
        }
        long days = Days.toEpoch(year, month, day);
        ((IntVector) vector).values()[row] = (int) days;
        return days == (int) days;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
