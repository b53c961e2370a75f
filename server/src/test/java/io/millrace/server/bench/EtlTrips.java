package io.millrace.server.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Trips of New York's shape, seeded. Every file has rows of all months of a year, in no order. */
final class EtlTrips {
    /** The columns and their types in the Data Catalog. */
    static final List<String> COLUMNS = List.of(
            "vendorid int",
            "tpep_pickup_datetime timestamp",
            "tpep_dropoff_datetime timestamp",
            "passenger_count int",
            "trip_distance double",
            "ratecodeid int",
            "store_and_fwd_flag string",
            "pulocationid int",
            "dolocationid int",
            "payment_type int",
            "fare_amount double",
            "extra double",
            "mta_tax double",
            "tip_amount double",
            "tolls_amount double",
            "improvement_surcharge double",
            "total_amount double",
            "congestion_surcharge double",
            "airport_fee double");

    private static final int FLUSH_BYTES = 1 << 16;
    private static final int ROW_BYTES = 1 << 11;
    private static final int ZONES = 265;
    private static final long YEAR_SECONDS = 365L * 86_400;
    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
    private static final int[] MONTH_AND_DAY = IntStream.range(0, 366)
            .map(day -> FIRST_DAY.plusDays(day).getYear() * 10_000
                    + FIRST_DAY.plusDays(day).getMonthValue() * 100
                    + FIRST_DAY.plusDays(day).getDayOfMonth())
            .toArray();

    /** How the rows are written. */
    enum Format {
        CSV,
        CSV_GZ,
        /** Texts and times in quotes, and one text in a hundred with a comma, a doubled quote and a line end. */
        QUOTED,
        JSON
    }

    private final byte[] bytes = new byte[FLUSH_BYTES + ROW_BYTES];
    private final SplittableRandom random;
    private final Format format;
    private int length;
    private int column;

    private EtlTrips(long seed, Format format) {
        this.random = new SplittableRandom(seed);
        this.format = format;
    }

    /** Writes the files, as many at once as there are processors. */
    static void write(Path folder, long rows, int files, Format format) throws IOException {
        Files.createDirectories(folder);
        IntStream.range(0, files).parallel().forEach(file -> {
            String name = "trips-%02d.%s"
                    .formatted(file, format == Format.JSON ? "json" : format == Format.CSV_GZ ? "csv.gz" : "csv");
            try (OutputStream out = open(folder.resolve(name), format)) {
                new EtlTrips(42 + file, format).write(out, rows / files + (file < rows % files ? 1 : 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static OutputStream open(Path file, Format format) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), FLUSH_BYTES);
        return format == Format.CSV_GZ ? new GZIPOutputStream(out, FLUSH_BYTES) : out;
    }

    private void write(OutputStream out, long rows) throws IOException {
        if (format != Format.JSON) {
            ascii(String.join(
                            ",",
                            COLUMNS.stream().map(column -> column.split(" ")[0]).toList()) + "\n");
        }
        for (long row = 0; row < rows; row++) {
            row();
            if (length > FLUSH_BYTES) {
                out.write(bytes, 0, length);
                length = 0;
            }
        }
        out.write(bytes, 0, length);
    }

    private void row() {
        boolean missing = random.nextInt(100) < 3;
        long pickup = random.nextLong(YEAR_SECONDS);
        double miles = Math.min(60, -Math.log(1 - random.nextDouble()) * 2.4 + 0.2);
        long fare = Math.round((250 + miles * 250) / 10) * 10 * (random.nextInt(250) == 0 ? -1 : 1);
        long tip = random.nextInt(10) < 7 ? Math.round(Math.max(0, fare) * random.nextDouble() * 0.3) : 0;
        long toll = miles > 15 ? 655 : 0;
        column = 0;
        integer(false, random.nextInt(10) < 3 ? 1 : 2);
        time(pickup);
        time(pickup + 120 + (long) (miles * 240));
        integer(missing, random.nextInt(10) < 7 ? 1 : random.nextInt(7));
        money(false, Math.round(miles * 100));
        integer(missing, random.nextInt(50) == 0 ? 2 : 1);
        flag(missing);
        integer(false, zone());
        integer(false, zone());
        integer(false, missing ? 0 : 1 + random.nextInt(2));
        money(false, fare);
        money(false, random.nextInt(3) * 50L);
        money(false, 50);
        money(false, tip);
        money(false, toll);
        money(false, 30);
        money(false, fare + tip + toll + 80);
        money(missing, 250);
        money(missing, random.nextInt(14) == 0 ? 125 : 0);
        ascii(format == Format.JSON ? "}\n" : "\n");
    }

    /** Zones as skewed as the real ones. */
    private int zone() {
        return 1 + (int) (ZONES * Math.pow(random.nextDouble(), 2.5));
    }

    private void flag(boolean missing) {
        name(missing);
        if (!missing) {
            boolean quoted = format != Format.CSV && format != Format.CSV_GZ;
            if (format == Format.QUOTED && random.nextInt(100) == 0) {
                ascii("\"N, \"\"held\"\"\nback\"");
            } else {
                ascii((quoted ? "\"" : "") + (random.nextInt(100) == 0 ? 'Y' : 'N') + (quoted ? "\"" : ""));
            }
        }
    }

    private void integer(boolean missing, long value) {
        name(missing);
        if (!missing) {
            number(value);
        }
    }

    private void money(boolean missing, long cents) {
        name(missing);
        if (!missing) {
            if (cents < 0) {
                bytes[length++] = '-';
            }
            number(Math.abs(cents) / 100);
            bytes[length++] = '.';
            two((int) (Math.abs(cents) % 100));
        }
    }

    private void time(long second) {
        name(false);
        boolean quoted = format == Format.JSON || format == Format.QUOTED;
        if (quoted) {
            bytes[length++] = '"';
        }
        int day = MONTH_AND_DAY[(int) Math.min(365, second / 86_400)];
        number(day / 10_000);
        bytes[length++] = '-';
        two(day / 100 % 100);
        bytes[length++] = '-';
        two(day % 100);
        bytes[length++] = ' ';
        two((int) (second / 3_600 % 24));
        bytes[length++] = ':';
        two((int) (second / 60 % 60));
        bytes[length++] = ':';
        two((int) (second % 60));
        if (quoted) {
            bytes[length++] = '"';
        }
    }

    /** What stands before a value: a delimiter, or the member's name. JSON leaves missing members out. */
    private void name(boolean missing) {
        int at = column++;
        if (format != Format.JSON) {
            if (at > 0) {
                bytes[length++] = ',';
            }
        } else if (!missing) {
            ascii((at == 0 ? "{\"" : ",\"") + COLUMNS.get(at).split(" ")[0] + "\":");
        }
    }

    private void two(int value) {
        bytes[length++] = (byte) ('0' + value / 10);
        bytes[length++] = (byte) ('0' + value % 10);
    }

    private void number(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void ascii(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }
}
