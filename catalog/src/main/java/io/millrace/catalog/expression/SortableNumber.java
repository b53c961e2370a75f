package io.millrace.catalog.expression;

import java.math.BigDecimal;

/**
 * Numbers as texts that sort as the numbers do: {@code 0}, the count of integer digits in two digits, the integer digits, the
 * digits of the fraction without trailing zeros. A negative number begins with {@code -}, has each digit's complement to nine, and ends
 * with {@code ~}, so that the longer of two fractions comes first. {@code 2024} is {@code 0042024}, {@code -1.5} is {@code -9884~}.
 */
final class SortableNumber {
    /** Largest count of integer digits; the longest DECIMAL has 38 digits. */
    static final int MAX_INTEGER_DIGITS = 99;

    private static final char NEGATIVE = '-';
    private static final char POSITIVE = '0';
    private static final char NEGATIVE_END = '~';
    private static final int LENGTH_DIGITS = 2;

    private SortableNumber() {}

    static String encode(BigDecimal number) {
        String plain = spelling(number.abs());
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String integer = whole.equals("0") ? "" : whole;
        String fraction = point < 0 ? "" : plain.substring(point + 1);
        String digits = (integer.length() < 10 ? "0" : "") + integer.length() + integer + fraction;
        return number.signum() < 0 ? NEGATIVE + complement(digits) + NEGATIVE_END : POSITIVE + digits;
    }

    /** The number's canonical spelling: no sign but minus, no leading zeros, no trailing zeros of a fraction. */
    static String spelling(BigDecimal number) {
        // stripTrailingZeros gives 1E+1 for 10; the plain text is 10 again.
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** The canonical spelling of an encoded number. */
    static String decode(String encoded) {
        boolean negative = encoded.charAt(0) == NEGATIVE;
        String digits = negative ? complement(encoded.substring(1, encoded.length() - 1)) : encoded.substring(1);
        int integerEnd = LENGTH_DIGITS + Integer.parseInt(digits.substring(0, LENGTH_DIGITS));
        String integer = integerEnd == LENGTH_DIGITS ? "0" : digits.substring(LENGTH_DIGITS, integerEnd);
        String fraction = digits.substring(integerEnd);
        return (negative ? "-" : "") + integer + (fraction.isEmpty() ? "" : "." + fraction);
    }

    private static String complement(String digits) {
        StringBuilder complement = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            complement.append((char) ('0' + '9' - digits.charAt(i)));
        }
        return complement.toString();
    }
}
