package io.millrace.catalog.classify;

import io.millrace.catalog.type.WrittenNumbers;
import io.millrace.catalog.type.WrittenNumbers.Digits;
import io.millrace.catalog.type.WrittenNumbers.Notation;
import io.millrace.catalog.type.WrittenNumbers.Padding;
import io.millrace.catalog.type.WrittenNumbers.Width;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads what a number's text says of its type, in one pass. */
final class NumberText {
    /** A double holds every number of so many digits. */
    static final int DOUBLE_DIGITS = 15;

    /** As many digits tell every double from its neighbours. */
    private static final int MAX_DOUBLE_DIGITS = 17;

    /** Longer texts are text: nobody's numbers. */
    private static final int MAX_LENGTH = 60;

    /** Fewer digits before the point are not told apart, so that files whose values differ a little have equal schemas. */
    static final int MIN_WHOLE_DIGITS = 9;

    private static final WrittenNumbers FLOATING = new WrittenNumbers(
            Width.INT, Notation.FLOATING, Padding.NONE, Digits.HELD_BY_DOUBLE, MIN_WHOLE_DIGITS, 0, 0);

    /** The numbers of few digits, which most are, by their width; and by their scale, first those without a padding zero. */
    private static final WrittenNumbers SHORT_INT = whole(Width.INT, Digits.HELD_BY_DOUBLE, MIN_WHOLE_DIGITS);

    private static final WrittenNumbers SHORT_BIGINT = whole(Width.BIGINT, Digits.HELD_BY_DOUBLE, MIN_WHOLE_DIGITS);

    private static final List<WrittenNumbers> SHORT_FRACTIONS = IntStream.range(0, 2 * DOUBLE_DIGITS)
            .mapToObj(at -> fraction(
                    at < DOUBLE_DIGITS ? Padding.NONE : Padding.SEEN,
                    Digits.HELD_BY_DOUBLE,
                    MIN_WHOLE_DIGITS,
                    at % DOUBLE_DIGITS))
            .toList();

    private NumberText() {}

    /** NaN and the infinities, as Java writes them: the spelling that all readers know. */
    static boolean isNoFiniteNumber(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    static WrittenNumbers noFiniteNumber() {
        return FLOATING;
    }

    /** The number; empty if it is none, or a code: with leading zeros or a plus, which a number loses. */
    static Optional<WrittenNumbers> parse(String text, SafeIntegers integers) {
        int length = text.length();
        if (length > MAX_LENGTH) {
            return Optional.empty();
        }
        int start = text.charAt(0) == '-' ? 1 : 0;
        int whole = skipDigits(text, start);
        int wholeDigits = whole - start;
        boolean code = wholeDigits > 1 && text.charAt(start) == '0';
        if (code || (wholeDigits == 0 && (whole == length || text.charAt(whole) != '.'))) {
            return Optional.empty();
        }
        if (whole == length) {
            return Optional.of(whole(text, wholeDigits, integers));
        }
        int end = text.charAt(whole) == '.' ? skipDigits(text, whole + 1) : whole;
        int scale = Math.max(0, end - whole - 1);
        if (wholeDigits + scale == 0) {
            return Optional.empty();
        }
        if (end == length) {
            // "5." is no whole number to all readers.
            return Optional.of(scale == 0 ? floating(text, wholeDigits) : fraction(text, wholeDigits, scale));
        }
        return isExponent(text, end) ? Optional.of(floating(text, wholeDigits + scale)) : Optional.empty();
    }

    /** A whole number. */
    private static WrittenNumbers whole(String text, int digits, SafeIntegers integers) {
        Width width = digits < 19 ? integers.width(Long.parseLong(text)) : integers.width(new BigInteger(text));
        // So few digits are never more than a bigint.
        return digits <= MIN_WHOLE_DIGITS ? shortWhole(width) : whole(width, digits(text, digits), digits);
    }

    /** A whole number of at most {@link #MIN_WHOLE_DIGITS} digits. */
    static WrittenNumbers shortWhole(Width width) {
        return width == Width.INT ? SHORT_INT : SHORT_BIGINT;
    }

    /** A fraction with no more digits before the point, and in all less than {@link #DOUBLE_DIGITS}. */
    static WrittenNumbers shortFraction(Padding padding, int scale) {
        return SHORT_FRACTIONS.get(padding == Padding.SEEN ? DOUBLE_DIGITS + scale : scale);
    }

    private static WrittenNumbers whole(Width width, Digits digits, int count) {
        return new WrittenNumbers(width, Notation.PLAIN, Padding.NONE, digits, count, 0, 0);
    }

    private static WrittenNumbers fraction(String text, int wholeDigits, int scale) {
        Padding padding = scale > 1 && text.charAt(text.length() - 1) == '0' ? Padding.SEEN : Padding.NONE;
        return wholeDigits <= MIN_WHOLE_DIGITS && wholeDigits + scale < DOUBLE_DIGITS
                ? shortFraction(padding, scale)
                : fraction(padding, digits(text, wholeDigits + scale), counted(wholeDigits), scale);
    }

    private static WrittenNumbers fraction(Padding padding, Digits digits, int wholeDigits, int scale) {
        return new WrittenNumbers(Width.INT, Notation.PLAIN, padding, digits, wholeDigits, scale, scale);
    }

    /** A number that only a double holds. */
    static WrittenNumbers floating(String text, int digits) {
        return isHeldByDouble(text)
                ? FLOATING
                : new WrittenNumbers(
                        Width.INT, Notation.FLOATING, Padding.NONE, Digits.BEYOND_DOUBLE, counted(digits), 0, 0);
    }

    private static int counted(int digits) {
        return Math.max(MIN_WHOLE_DIGITS, digits);
    }

    private static Digits digits(String text, int digits) {
        return digits <= DOUBLE_DIGITS || isHeldByDouble(text) ? Digits.HELD_BY_DOUBLE : Digits.BEYOND_DOUBLE;
    }

    /** Whether the double, printed with as many digits, is the number again: true of every double that was printed exactly. */
    private static boolean isHeldByDouble(String text) {
        BigDecimal written = new BigDecimal(text).stripTrailingZeros();
        double value = written.doubleValue();
        return written.precision() <= MAX_DOUBLE_DIGITS
                && !Double.isInfinite(value)
                && new BigDecimal(value)
                                .round(new MathContext(written.precision()))
                                .compareTo(written)
                        == 0;
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int start = at + 1;
        if (start < text.length() && (text.charAt(start) == '-' || text.charAt(start) == '+')) {
            start++;
        }
        // Four digits and more are no double's exponent.
        return start < text.length() && text.length() - start <= 3 && skipDigits(text, start) == text.length();
    }

    private static int skipDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
