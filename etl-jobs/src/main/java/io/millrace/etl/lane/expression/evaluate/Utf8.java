package io.millrace.etl.lane.expression.evaluate;

/** Characters in bytes, counted as Spark does: a byte that begins no character is one. */
final class Utf8 {
    private Utf8() {}

    /** How many bytes the character has that begins here; no more than there are. */
    static int length(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = 1;
        if (first >= 0xc2 && first <= 0xdf) {
            length = 2;
        } else if (first >= 0xe0 && first <= 0xef) {
            length = 3;
        } else if (first >= 0xf0 && first <= 0xf4) {
            length = 4;
        }
        return Math.min(length, to - at);
    }

    /** How many characters there are. */
    static int count(byte[] bytes, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at += length(bytes, at, to)) {
            count++;
        }
        return count;
    }

    static boolean isAscii(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }
}
