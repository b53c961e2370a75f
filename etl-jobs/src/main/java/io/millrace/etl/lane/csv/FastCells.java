package io.millrace.etl.lane.csv;

import io.millrace.etl.lane.vector.BytesVector;

/**
 * Cells as most cells are: short, plain and not quoted, parsed while their end is looked for, without a branch a byte. All methods return where
 * the cell ends, which is at a delimiter or {@code \n}, or {@link #SLOW} for everything else; then nothing counts that they have written.
 */
final class FastCells {
    /** The cell is for {@link io.millrace.etl.lane.parse.CellParser}. */
    static final int SLOW = -1;

    private static final int WORD = Long.BYTES;
    private static final long ZEROS = Swar.repeated((byte) '0');
    private static final long POINTS = Swar.repeated((byte) '.');
    private static final long OVER_NINE = Swar.repeated((byte) 6);
    private static final long HIGH_NIBBLES = Swar.repeated((byte) 0xf0);
    /** {@code 00:00:00}. */
    private static final long MIDNIGHT = 0x30303a30303a3030L;
    /** What must be zero after {@link #MIDNIGHT} was taken away: all of a colon, the high half of a digit. */
    private static final long TIME_MASK = 0xf0f0fff0f0fff0f0L;
    /** As {@link #OVER_NINE}, for the digits of a time. */
    private static final long TIME_OVER_NINE = 0x0606000606000606L;

    private static final int TIME_OFFSET = 11;
    static final int TIMESTAMP_LENGTH = 19;
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

    private FastCells() {}

    /** Where the eight bytes have a delimiter or line end first; 8 if they have none. */
    private static int length(long word, long delimiters) {
        return Swar.first(Swar.equal(word, delimiters) | Swar.equal(word, Swar.NEWLINES));
    }

    /** The number that eight digits make, the first of them in the lowest byte, without their high halves. */
    private static int eightDigits(long digits) {
        long pairs = digits * 10 + (digits >>> 8);
        return (int) (((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                        + ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L)
                >>> 32);
    }

    private static boolean areDigits(long digits) {
        return ((digits | (digits + OVER_NINE)) & HIGH_NIBBLES) == 0;
    }

    /** A whole number of up to seven characters. */
    static int whole(byte[] bytes, int from, long delimiters, int[] values, int row) {
        long word = Swar.load(bytes, from);
        int length = length(word, delimiters);
        if (length == WORD || length == 0) {
            return SLOW;
        }
        int end = from + length;
        if ((word & 0xff) == '-') {
            word >>>= 8;
            if (--length == 0) {
                return SLOW;
            }
            long digits = (word ^ ZEROS) << ((WORD - length) << 3);
            values[row] = -eightDigits(digits);
            return areDigits(digits) ? end : SLOW;
        }
        long digits = (word ^ ZEROS) << ((WORD - length) << 3);
        values[row] = eightDigits(digits);
        return areDigits(digits) ? end : SLOW;
    }

    /** The same, as long. */
    static int whole(byte[] bytes, int from, long delimiters, long[] values, int row) {
        long word = Swar.load(bytes, from);
        int length = length(word, delimiters);
        if (length == WORD || length == 0) {
            return SLOW;
        }
        int end = from + length;
        boolean negative = (word & 0xff) == '-';
        if (negative) {
            word >>>= 8;
            if (--length == 0) {
                return SLOW;
            }
        }
        long digits = (word ^ ZEROS) << ((WORD - length) << 3);
        int value = eightDigits(digits);
        values[row] = negative ? -value : value;
        return areDigits(digits) ? end : SLOW;
    }

    /** A number of up to seven characters, with a point or not. */
    static int floating(byte[] bytes, int from, long delimiters, double[] values, int row) {
        long word = Swar.load(bytes, from);
        int length = length(word, delimiters);
        if (length == WORD || length == 0) {
            return SLOW;
        }
        int end = from + length;
        boolean negative = (word & 0xff) == '-';
        if (negative) {
            word >>>= 8;
            length--;
        }
        int whole = Math.min(length, Swar.first(Swar.equal(word, POINTS)));
        int fraction = length - whole - 1;
        int count = whole;
        if (fraction >= 0) {
            // Close the gap that the point leaves.
            long before = (1L << (whole << 3)) - 1;
            word = (word & before) | ((word >>> 8) & ~before);
            count += fraction;
        } else {
            fraction = 0;
        }
        if (count == 0) {
            return SLOW;
        }
        long digits = (word ^ ZEROS) << ((WORD - count) << 3);
        double value = eightDigits(digits) / POWERS[fraction];
        values[row] = negative ? -value : value;
        return areDigits(digits) ? end : SLOW;
    }

    /** A text of up to seven bytes of ASCII. */
    static int text(byte[] bytes, int from, long delimiters, long quotes, BytesVector vector, int row) {
        long word = Swar.load(bytes, from);
        int length = length(word, delimiters);
        if (length == WORD || length == 0) {
            return SLOW;
        }
        long cell = word & ((1L << (length << 3)) - 1);
        if ((cell & Swar.HIGH_BITS) != 0 || (cell & 0xff) == (quotes & 0xff) || Swar.equal(cell, Swar.RETURNS) != 0) {
            return SLOW;
        }
        vector.reserve(WORD);
        Swar.store(vector.data(), vector.used(), cell);
        vector.setAppended(row, length);
        return from + length;
    }

    /** A cell that nobody wants. */
    static int skip(byte[] bytes, int from, long delimiters, long quotes) {
        if (bytes[from] == (byte) quotes) {
            return SLOW;
        }
        int at = from;
        while (true) {
            long word = Swar.load(bytes, at);
            long ends = Swar.equal(word, delimiters) | Swar.equal(word, Swar.NEWLINES);
            long returns = Swar.equal(word, Swar.RETURNS);
            if (returns != 0 && Swar.first(returns) < Swar.first(ends)) {
                return SLOW;
            }
            if (ends != 0) {
                return at + Swar.first(ends);
            }
            at += WORD;
        }
    }

    /** The microseconds of the day that {@code HH:mm:ss} says, eleven bytes on; negative if there is none, or if the cell does not end behind it. */
    static long timeOfDay(byte[] bytes, int from, byte delimiter) {
        byte end = bytes[from + TIMESTAMP_LENGTH];
        byte separator = bytes[from + TIME_OFFSET - 1];
        long time = Swar.load(bytes, from + TIME_OFFSET) ^ MIDNIGHT;
        if ((end != delimiter && end != '\n')
                || (separator != ' ' && separator != 'T')
                || ((time | (time + TIME_OVER_NINE)) & TIME_MASK) != 0) {
            return SLOW;
        }
        int hour = (int) (time & 0xf) * 10 + (int) ((time >>> 8) & 0xf);
        int minute = (int) ((time >>> 24) & 0xf) * 10 + (int) ((time >>> 32) & 0xf);
        int second = (int) ((time >>> 48) & 0xf) * 10 + (int) ((time >>> 56) & 0xf);
        return hour > 23 || minute > 59 || second > 59 ? SLOW : ((hour * 60 + minute) * 60 + second) * 1_000_000L;
    }
}
