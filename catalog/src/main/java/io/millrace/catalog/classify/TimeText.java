package io.millrace.catalog.classify;

import io.millrace.catalog.type.WrittenTimes;
import io.millrace.catalog.type.WrittenTimes.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads ISO 8601 dates ({@code yyyy-MM-dd}, from year 1) and times ({@code yyyy-MM-dd HH:mm:ss}, or with a T, with up to six
 * digits after the seconds), in no zone or in UTC ({@code Z}, {@code +00:00}). A time with another offset is text: of our
 * readers, SQL leaves the offset out, Spark converts it. So are more than six digits: readers drop them.
 */
final class TimeText {
    static final WrittenTimes DATE = WrittenTimes.of(Kind.DATE);
    static final WrittenTimes LOCAL = WrittenTimes.of(Kind.LOCAL);
    private static final WrittenTimes UTC = WrittenTimes.of(Kind.UTC);
    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 19;
    private static final int MAX_FRACTION_DIGITS = 6;

    private TimeText() {}

    /** Whether the text is a date or nothing: a number never has a minus there. */
    static boolean looksLikeDate(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-';
    }

    static Optional<WrittenTimes> parse(String text) {
        if (!looksLikeDate(text) || text.charAt(7) != '-' || !isDate(text)) {
            return Optional.empty();
        }
        if (text.length() == DATE_LENGTH) {
            return Optional.of(DATE);
        }
        char separator = text.charAt(DATE_LENGTH);
        if (text.length() < TIME_LENGTH || (separator != ' ' && separator != 'T') || !isTime(text)) {
            return Optional.empty();
        }
        return zone(text, fractionEnd(text));
    }

    private static Optional<WrittenTimes> zone(String text, int from) {
        return switch (from < 0 ? "no time" : text.substring(from)) {
            case "" -> Optional.of(LOCAL);
            case "Z", "+00:00", "-00:00" -> Optional.of(UTC);
            default -> Optional.empty();
        };
    }

    /** Where a fraction of the second ends that may be there; negative if it is malformed or too long. */
    private static int fractionEnd(String text) {
        if (text.length() == TIME_LENGTH || text.charAt(TIME_LENGTH) != '.') {
            return TIME_LENGTH;
        }
        int end = TIME_LENGTH + 1;
        while (end < text.length() && digits(text, end, 1) >= 0) {
            end++;
        }
        int count = end - TIME_LENGTH - 1;
        return count >= 1 && count <= MAX_FRACTION_DIGITS ? end : -1;
    }

    private static boolean isDate(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        if (year < 1 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        try {
            return day <= 28 || LocalDate.of(year, month, day).getDayOfMonth() == day;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        return text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && isBelow(24, digits(text, 11, 2))
                && isBelow(60, digits(text, 14, 2))
                && isBelow(60, digits(text, 17, 2));
    }

    private static boolean isBelow(int limit, int value) {
        return value >= 0 && value < limit;
    }

    private static int digits(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
