package io.millrace.etl.lane.expression.evaluate;

/** The proleptic Gregorian calendar on numbers: a day since 1970-01-01 to year, month and day without objects. */
final class Calendar {
    static final long MICROS_A_SECOND = 1_000_000;
    static final long MICROS_A_DAY = 86_400 * MICROS_A_SECOND;

    private static final int DAYS_AN_ERA = 146_097;
    private static final int YEARS_AN_ERA = 400;
    /** Days from 0000-03-01, where eras begin here, to 1970-01-01. */
    private static final int DAYS_BEFORE_1970 = 719_468;

    private Calendar() {}

    /** Year, month and day in one number: year * 512 + month * 32 + day. */
    static long civil(long epochDay) {
        long shifted = epochDay + DAYS_BEFORE_1970;
        long era = Math.floorDiv(shifted, DAYS_AN_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_AN_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * YEARS_AN_ERA + (month <= 2 ? 1 : 0);
        return year * 512 + month * 32L + day;
    }

    static int year(long civil) {
        return (int) (civil >> 9);
    }

    static int month(long civil) {
        return ((int) civil >> 5) & 15;
    }

    static int day(long civil) {
        return (int) civil & 31;
    }

    /** Days since 1970-01-01. */
    static long epochDay(long year, int month, int day) {
        long marchYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(marchYear, YEARS_AN_ERA);
        int yearOfEra = (int) (marchYear - era * YEARS_AN_ERA);
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_AN_ERA + dayOfEra - DAYS_BEFORE_1970;
    }

    /** 1 is Monday. */
    static int dayOfWeek(long epochDay) {
        return (int) Math.floorMod(epochDay + 3, 7L) + 1;
    }

    /** The week of ISO 8601. */
    static int week(long epochDay) {
        // A week belongs to the year of its Thursday.
        long thursday = epochDay + 4 - dayOfWeek(epochDay);
        long firstOfYear = epochDay(year(civil(thursday)), 1, 1);
        return (int) ((thursday - firstOfYear) / 7) + 1;
    }
}
