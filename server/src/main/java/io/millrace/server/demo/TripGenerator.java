package io.millrace.server.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes up New York yellow taxi trips in the shape of the public data set (18 columns, see
 * <a href="https://www.nyc.gov/site/tlc/about/tlc-trip-record-data.page">TLC trip records</a>), one CSV file for each month
 * of {@link #YEAR}. No trip is real. The same seed and row count give the same bytes on every machine.
 *
 * <p>Like the real files, about three rows in a hundred lack vendor, passenger count, rate code, flag and payment type
 * together. Unlike them, the flag is quoted and, where a trip was held in the vehicle, says so with a comma in it
 * ({@code "Y, held in vehicle"}), so that a reader that splits at commas is found out.
 */
public final class TripGenerator {
    /** The header of every file; the names of the public data set as Glue spells columns. */
    public static final String HEADER = "vendor_id,pickup_datetime,dropoff_datetime,passenger_count,trip_distance,"
            + "rate_code_id,store_and_fwd_flag,pickup_location_id,dropoff_location_id,payment_type,fare_amount,extra,"
            + "mta_tax,tip_amount,tolls_amount,improvement_surcharge,total_amount,congestion_surcharge";
    /** How many trips are made when nobody says. */
    public static final long DEFAULT_ROWS = 100_000;
    /** The year of all pick-ups. A drop-off can be in the next one. */
    public static final int YEAR = 2023;

    /** The fewest trips that can be made: one a month. */
    public static final long MIN_ROWS = 12;

    private static final int MONTHS = 12;

    private final long rows;
    private final long seed;

    /**
     * A generator of one data set.
     *
     * @param rows the number of trips in all files together, at least one a month
     * @param seed the same seed gives the same trips
     */
    public TripGenerator(long rows, long seed) {
        if (rows < MIN_ROWS) {
            throw new IllegalArgumentException(
                    "At least 12 trips are made, one a month, but " + rows + " are asked for");
        }
        this.rows = rows;
        this.seed = seed;
    }

    /**
     * What was made; the totals to compare query results with.
     *
     * @param rows the number of trips
     * @param fareCents the sum of fare_amount, in cents, exact
     */
    public record Trips(long rows, long fareCents) {
        Trips plus(Trips other) {
            return new Trips(Math.addExact(rows, other.rows), Math.addExact(fareCents, other.fareCents));
        }
    }

    /**
     * What one month's file holds.
     *
     * @param file the file's name, such as {@code yellow_tripdata_2023-01.csv}
     * @param trips its totals
     */
    public record Month(String file, Trips trips) {}

    /**
     * Writes the twelve files into a folder, which is made if needed; files of the same name are replaced.
     *
     * @return the files with their totals, by month
     */
    public List<Month> writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Month> months = new ArrayList<>();
        for (int month = 1; month <= MONTHS; month++) {
            String file = fileName(month);
            try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
                months.add(new Month(file, writeMonth(month, out)));
            }
        }
        return List.copyOf(months);
    }

    /** The totals of several months. */
    public static Trips total(List<Month> months) {
        return months.stream().map(Month::trips).reduce(new Trips(0, 0), Trips::plus);
    }

    /** The name of a month's file. */
    public static String fileName(int month) {
        return String.format(Locale.ROOT, "yellow_tripdata_%d-%02d.csv", YEAR, month);
    }

    /** Writes one month's file, 1 to 12, to a stream that stays open. */
    public Trips writeMonth(int month, OutputStream out) throws IOException {
        // A month's trips depend on the seed and the month alone, so that months can be made in any order.
        SplittableRandom random = new SplittableRandom(seed * 31 + month);
        LocalDateTime start = YearMonth.of(YEAR, month).atDay(1).atStartOfDay();
        long seconds = YearMonth.of(YEAR, month).lengthOfMonth() * 86_400L;
        long count = rows / MONTHS + (month <= rows % MONTHS ? 1 : 0);
        CsvBytes csv = new CsvBytes();
        csv.text(HEADER).endLine();
        long fareCents = 0;
        for (long row = 0; row < count; row++) {
            // In rough order of time, as recorded: each trip is somewhere in its own slice of the month.
            long second = (row * seconds + random.nextLong(seconds)) / count;
            Trip trip = Trip.random(random, start.plusSeconds(second));
            trip.write(csv);
            fareCents += trip.fareCents();
            csv.flushIfLarge(out);
        }
        csv.flush(out);
        return new Trips(count, fareCents);
    }
}
