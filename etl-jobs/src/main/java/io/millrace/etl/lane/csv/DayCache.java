package io.millrace.etl.lane.csv;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.vector.LongVector;
import java.util.Arrays;

/** The day that a timestamp begins with is mostly that of the timestamp before. */
final class DayCache {
    /** No {@code yyyy-MM-dd}. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int SLOTS = 256;

    /** The golden ratio: the highest bits of a product depend on all bits. */
    private static final long HASH = 0x9E3779B97F4A7C15L;

    private final CellParser parser = CellParser.of(Primitive.TIMESTAMP);
    private final LongVector parsed = new LongVector(1);
    private final long[] months = new long[SLOTS];
    private final short[] days = new short[SLOTS];
    private final long[] micros = new long[SLOTS];

    DayCache() {
        // What no cell begins with.
        Arrays.fill(months, -1);
    }

    /** The microseconds from 1970 to midnight of the day; {@link #UNKNOWN} if it is not there, or written otherwise. */
    long micros(byte[] bytes, int from) {
        long month = Swar.load(bytes, from);
        short day = (short) ((bytes[from + 8] << 8) | bytes[from + 9]);
        int slot = (int) (((month ^ ((long) day << 20)) * HASH) >>> 56);
        if (months[slot] == month && days[slot] == day) {
            return micros[slot];
        }
        // Years of five digits with days of one are as many bytes, but the time is not where it is looked for.
        if (bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || !isDigit(bytes[from])
                || !isDigit(bytes[from + 9])
                || !parser.parse(bytes, from, from + DATE_LENGTH, parsed, 0)) {
            return UNKNOWN;
        }
        months[slot] = month;
        days[slot] = day;
        micros[slot] = parsed.values()[0];
        return micros[slot];
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
