package io.millrace.catalog.classify;

import io.millrace.catalog.type.InferredType;
import io.millrace.catalog.type.WrittenNumbers.Padding;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says of cells in plain text what {@link PreciseCells} does, and knows the usual ones by their bytes: numbers of few digits, dates, times
 * and words. All others are asked of it.
 */
final class PlainCells {
    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 19;
    private static final int YEAR_DIGITS = 4;

    /** Every month has as many days. */
    private static final int SHORTEST_MONTH = 28;

    /** What may begin a text that is no text: a number, Hive's null, a truth value, NaN or an infinity. */
    private static final String SPECIAL = "-.\\tTfFNI";

    private final SafeIntegers integers;
    private final PreciseCells cells;

    PlainCells(SafeIntegers integers) {
        this.integers = integers;
        this.cells = new PreciseCells(integers);
    }

    /** The type of the cell from {@code from} to before {@code to}. */
    InferredType of(byte[] text, int from, int to) {
        if (from == to) {
            return InferredType.nothing();
        }
        byte first = text[from];
        boolean digit = isDigit(first);
        if (!digit && SPECIAL.indexOf(first) < 0) {
            return InferredType.text();
        }
        InferredType usual = digit ? usual(text, from, to) : null;
        return usual == null ? cells.of(text(text, from, to)) : usual;
    }

    static String text(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The type of a number of few digits, a date or a time; null if it is none of these. */
    private @Nullable InferredType usual(byte[] text, int from, int to) {
        int whole = skipDigits(text, from, to);
        int digits = whole - from;
        if (whole < to && text[whole] == '-') {
            return digits == YEAR_DIGITS ? time(text, from, to) : null;
        }
        if (digits > NumberText.MIN_WHOLE_DIGITS || (digits > 1 && text[from] == '0')) {
            return null;
        }
        if (whole == to) {
            return NumberText.shortWhole(integers.width(number(text, from, to)));
        }
        int scale = text[whole] == '.' ? skipDigits(text, whole + 1, to) - whole - 1 : 0;
        if (scale < 1 || whole + 1 + scale < to || digits + scale >= NumberText.DOUBLE_DIGITS) {
            return null;
        }
        return NumberText.shortFraction(scale > 1 && text[to - 1] == '0' ? Padding.SEEN : Padding.NONE, scale);
    }

    private static @Nullable InferredType time(byte[] text, int from, int to) {
        boolean date = to - from >= DATE_LENGTH
                && text[from + 7] == '-'
                && number(text, from, from + 4) >= 1
                && isBetween(1, 12, number(text, from + 5, from + 7))
                && isBetween(1, SHORTEST_MONTH, number(text, from + 8, from + 10));
        if (!date || to - from == DATE_LENGTH) {
            return date ? TimeText.DATE : null;
        }
        boolean time = to - from == TIME_LENGTH
                && (text[from + 10] == ' ' || text[from + 10] == 'T')
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && isBetween(0, 23, number(text, from + 11, from + 13))
                && isBetween(0, 59, number(text, from + 14, from + 16))
                && isBetween(0, 59, number(text, from + 17, from + 19));
        return time ? TimeText.LOCAL : null;
    }

    private static boolean isBetween(int least, int most, int value) {
        return value >= least && value <= most;
    }

    /** The number of up to nine digits; negative if one of them is none. */
    private static int number(byte[] text, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            if (!isDigit(text[at])) {
                return -1;
            }
            value = value * 10 + text[at] - '0';
        }
        return value;
    }

    private static int skipDigits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isDigit(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
