package io.millrace.etl.lane.parse;

/** The proleptic Gregorian calendar. */
public final class Days {
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_TO_1970 = 719_528;

    private Days() {}

    /** Whether there is such a day. */
    public static boolean isDay(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= MONTH_DAYS[month - 1] || (month == 2 && day == 29 && isLeap(year)));
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days since 1970-01-01, as {@link java.time.LocalDate#toEpochDay}. */
    public static long toEpoch(int year, int month, int day) {
        long total = 365L * year;
        if (year >= 0) {
            total += (year + 3L) / 4 - (year + 99L) / 100 + (year + 399L) / 400;
        } else {
            total -= year / -4 - year / -100 + year / -400;
        }
        total += (367 * month - 362) / 12;
        total += day - 1;
        if (month > 2) {
            total -= isLeap(year) ? 1 : 2;
        }
        return total - DAYS_TO_1970;
    }
}
