package io.millrace.server.demo;

import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * One made-up trip. Money is in cents and the distance in hundredths of a mile. Integer arithmetic throughout: the last digit
 * of a floating-point logarithm may differ between machines, the bytes of a trip may not.
 */
record Trip(
        LocalDateTime pickup,
        int durationSeconds,
        int distanceHundredths,
        Recorded recorded,
        int pickupZone,
        int dropoffZone,
        long fareCents,
        long extraCents,
        long tipCents,
        long tollCents,
        long congestionCents) {
    private static final int ZONES = 265;
    private static final int MTA_TAX_CENTS = 50;
    private static final int IMPROVEMENT_SURCHARGE_CENTS = 30;
    private static final int AIRPORT_FARE_CENTS = 52_00;
    private static final int AIRPORT_TOLL_CENTS = 6_55;
    private static final int AIRPORT_MIN_DISTANCE = 15_00;
    private static final int CREDIT_CARD = 1;
    private static final int CASH = 2;

    /** What the vehicle's device records, and what is missing as a whole in some trips of the real data. */
    record Recorded(boolean missing, int vendor, int passengers, int rateCode, String flag, int payment) {}

    static Trip random(SplittableRandom random, LocalDateTime pickup) {
        int distance = distance(random);
        int seconds = 120 + distance * (120 + random.nextInt(180)) / 100;
        boolean airport = distance > AIRPORT_MIN_DISTANCE && random.nextInt(100) < 60;
        Recorded recorded = recorded(random, airport);
        long fare = fare(random, distance, seconds, airport, recorded.missing());
        long tip = recorded.payment() == CREDIT_CARD ? Math.max(0, fare) * random.nextInt(31) / 100 : 0;
        return new Trip(
                pickup,
                seconds,
                distance,
                recorded,
                zone(random),
                zone(random),
                fare,
                extra(pickup.getHour()),
                tip,
                airport ? AIRPORT_TOLL_CENTS : 0,
                random.nextInt(100) < 92 ? 250 : 0);
    }

    /** Mostly one to three miles, a few to the airports: the product of two draws leans to short trips. */
    private static int distance(SplittableRandom random) {
        if (random.nextInt(1000) < 8) {
            return 0;
        }
        int city = 30 + random.nextInt(900) * random.nextInt(900) / 900;
        return random.nextInt(100) < 6 ? city + 900 + random.nextInt(1200) : city;
    }

    private static Recorded recorded(SplittableRandom random, boolean airport) {
        boolean missing = random.nextInt(100) < 3;
        int draw = random.nextInt(100);
        int payment = draw < 72 ? CREDIT_CARD : draw < 97 ? CASH : 3 + random.nextInt(2);
        String flag = random.nextInt(100) == 0 ? "\"Y, held in vehicle\"" : "\"N\"";
        int passengers = random.nextInt(100) < 72 ? 1 : random.nextInt(7);
        int rate = airport ? 2 : random.nextInt(100) < 98 ? 1 : 3 + random.nextInt(3);
        return new Recorded(missing, random.nextInt(100) < 33 ? 1 : 2, passengers, rate, flag, payment);
    }

    /** Metered fares move in steps of 50 cents; fares without a record have odd cents and refunds are negative. */
    private static long fare(SplittableRandom random, int distance, int seconds, boolean airport, boolean missing) {
        long metered = 250 + distance * 250L / 100 + seconds / 2;
        long fare = airport ? AIRPORT_FARE_CENTS : missing ? metered + random.nextInt(100) : metered / 50 * 50;
        return random.nextInt(1000) < 4 ? -fare : fare;
    }

    private static long extra(int hour) {
        if (hour >= 16 && hour < 20) {
            return 100;
        }
        return hour >= 20 || hour < 6 ? 50 : 0;
    }

    /** Some zones are much busier than others. */
    private static int zone(SplittableRandom random) {
        int rank = random.nextInt(ZONES) * random.nextInt(ZONES) / ZONES;
        return rank * 97 % ZONES + 1;
    }

    private long totalCents() {
        return fareCents
                + extraCents
                + MTA_TAX_CENTS
                + tipCents
                + tollCents
                + IMPROVEMENT_SURCHARGE_CENTS
                + congestionCents;
    }

    void write(CsvBytes csv) {
        if (!recorded.missing()) {
            csv.number(recorded.vendor());
        }
        csv.separator();
        time(csv, pickup);
        time(csv, pickup.plusSeconds(durationSeconds));
        optional(csv, recorded.passengers());
        csv.hundredths(distanceHundredths).separator();
        optional(csv, recorded.rateCode());
        if (!recorded.missing()) {
            csv.text(recorded.flag());
        }
        csv.separator();
        csv.number(pickupZone).separator().number(dropoffZone).separator();
        optional(csv, recorded.payment());
        writeMoney(csv);
    }

    private void writeMoney(CsvBytes csv) {
        csv.hundredths(fareCents).separator().hundredths(extraCents).separator();
        csv.hundredths(MTA_TAX_CENTS).separator().hundredths(tipCents).separator();
        csv.hundredths(tollCents)
                .separator()
                .hundredths(IMPROVEMENT_SURCHARGE_CENTS)
                .separator();
        csv.hundredths(totalCents()).separator().hundredths(congestionCents).endLine();
    }

    private void optional(CsvBytes csv, int value) {
        if (!recorded.missing()) {
            csv.number(value);
        }
        csv.separator();
    }

    private static void time(CsvBytes csv, LocalDateTime time) {
        csv.number(time.getYear()).character('-').twoDigits(time.getMonthValue());
        csv.character('-').twoDigits(time.getDayOfMonth());
        csv.character(' ').twoDigits(time.getHour());
        csv.character(':').twoDigits(time.getMinute());
        csv.character(':').twoDigits(time.getSecond()).separator();
    }
}
