package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * The type of one CSV cell by its text. Whole numbers are {@code bigint} (Glue's choice), fractions {@code double},
 * {@code yyyy-MM-dd} dates, the same with a time of day (after a space or a T) timestamps, true and false booleans; an
 * empty cell and Hive's {@code \N} say nothing. Numbers with leading zeros or a plus are codes, and whole numbers beyond
 * 64 bits would lose digits: both stay text.
 */
final class CellTypes {
    private static final InferredType BIGINT = new InferredType.Scalar(Primitive.BIGINT);
    private static final InferredType DOUBLE = new InferredType.Scalar(Primitive.DOUBLE);
    private static final InferredType BOOLEAN = new InferredType.Scalar(Primitive.BOOLEAN);
    private static final InferredType DATE = new InferredType.Scalar(Primitive.DATE);
    private static final InferredType TIMESTAMP = new InferredType.Scalar(Primitive.TIMESTAMP);
    static final InferredType STRING = new InferredType.Scalar(Primitive.STRING);

    private static final int DATE_LENGTH = 10;
    private static final int TIMESTAMP_LENGTH = 19;
    private static final int TIMESTAMP_MAX_LENGTH = 29;
    private static final int MAX_NUMBER_LENGTH = 40;

    private CellTypes() {}

    static InferredType of(String cell) {
        int length = cell.length();
        if (length == 0 || cell.equals("\\N")) {
            return InferredType.nothing();
        }
        char first = cell.charAt(0);
        if (isDigit(first) || first == '-' || first == '.') {
            if (length >= DATE_LENGTH && cell.charAt(4) == '-') {
                return time(cell);
            }
            return length <= MAX_NUMBER_LENGTH ? number(cell) : STRING;
        }
        return cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false") ? BOOLEAN : STRING;
    }

    private static InferredType number(String cell) {
        int start = cell.charAt(0) == '-' ? 1 : 0;
        int whole = skipDigits(cell, start);
        int wholeDigits = whole - start;
        if (wholeDigits > 1 && cell.charAt(start) == '0') {
            return STRING;
        }
        if (whole == cell.length()) {
            return wholeDigits > 0 && fitsLong(cell) ? BIGINT : STRING;
        }
        int end = whole;
        if (cell.charAt(whole) == '.') {
            end = skipDigits(cell, whole + 1);
            if (wholeDigits + end - whole - 1 == 0) {
                return STRING;
            }
        } else if (wholeDigits == 0) {
            return STRING;
        }
        return end == cell.length() || isExponent(cell, end) ? DOUBLE : STRING;
    }

    private static boolean isExponent(String cell, int at) {
        if (cell.charAt(at) != 'e' && cell.charAt(at) != 'E') {
            return false;
        }
        int start = at + 1;
        if (start < cell.length() && (cell.charAt(start) == '-' || cell.charAt(start) == '+')) {
            start++;
        }
        return start < cell.length() && skipDigits(cell, start) == cell.length();
    }

    private static boolean fitsLong(String cell) {
        if (cell.length() <= 18) {
            return true;
        }
        try {
            return Long.parseLong(cell) != Long.MIN_VALUE || cell.equals("-9223372036854775808");
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static InferredType time(String cell) {
        int length = cell.length();
        if (cell.charAt(7) != '-' || !isValidDate(cell)) {
            return STRING;
        }
        if (length == DATE_LENGTH) {
            return DATE;
        }
        char separator = cell.charAt(DATE_LENGTH);
        if (length < TIMESTAMP_LENGTH || length > TIMESTAMP_MAX_LENGTH || (separator != ' ' && separator != 'T')) {
            return STRING;
        }
        if (length > TIMESTAMP_LENGTH
                && (cell.charAt(TIMESTAMP_LENGTH) != '.'
                        || length == TIMESTAMP_LENGTH + 1
                        || skipDigits(cell, TIMESTAMP_LENGTH + 1) != length)) {
            return STRING;
        }
        return isValidTime(cell) ? TIMESTAMP : STRING;
    }

    private static boolean isValidDate(String cell) {
        int year = digits(cell, 0, 4);
        int month = digits(cell, 5, 2);
        int day = digits(cell, 8, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        try {
            return day <= 28 || LocalDate.of(year, month, day).getDayOfMonth() == day;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isValidTime(String cell) {
        int hour = digits(cell, 11, 2);
        int minute = digits(cell, 14, 2);
        int second = digits(cell, 17, 2);
        return cell.charAt(13) == ':'
                && cell.charAt(16) == ':'
                && hour >= 0
                && hour <= LocalTime.MAX.getHour()
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
    }

    private static int digits(String cell, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(cell.charAt(i))) {
                return -1;
            }
            value = value * 10 + cell.charAt(i) - '0';
        }
        return value;
    }

    private static int skipDigits(String cell, int from) {
        int end = from;
        while (end < cell.length() && isDigit(cell.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
