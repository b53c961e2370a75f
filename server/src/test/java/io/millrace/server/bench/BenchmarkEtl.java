package io.millrace.server.bench;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.MillraceHome;
import io.millrace.server.bench.EtlEngines.Engine;
import io.millrace.server.bench.EtlTrips.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Trips to Parquet by year and month: {@code ./ci/bench etl}. Ours, Spark as it comes, Spark tuned and DuckDB on the same files, each as a whole
 * process and as a further run in a process that is warm, one after the other in every round. Rows and sums of all outputs are compared. Ends
 * with 1 when a bar does not hold; {@code --quick} has few rows, and prints the ratios without a bar; {@code --one-round} measures once instead
 * of three times.
 */
final class BenchmarkEtl {
    private static final int FILES = 24;
    private static final int ROUNDS = 3;
    private static final int RUNS_UNTIL_WARM = 3;
    private static final double COLD_BAR = 1.6;
    private static final double SPARK_BAR = 5;
    private static final double CPU_BAR = 1.0 / 3;
    private static final double LINEAR_BAR = 1.3;
    private static final double PEAK_BAR_MEGABYTES = 1_536;
    private static final String BUCKET = "bench";

    private final BenchmarkReport report = new BenchmarkReport("etl");
    private final Path folder;
    private final boolean quick;
    private final int rounds;
    private final EtlEngines engines;
    private final ServeProcess server;
    private final Set<String> created = new HashSet<>();
    private int outputs;

    private BenchmarkEtl(Path folder, boolean quick, int rounds, ServeProcess server, EtlEngines engines) {
        this.folder = folder;
        this.rounds = rounds;
        this.quick = quick;
        this.server = server;
        this.engines = engines;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        Path folder = Files.createTempDirectory("bench-etl-");
        int exit;
        try (ServeProcess server = ServeProcess.start("")) {
            Path home = MillraceHome.fromSystemProperty().root();
            boolean quick = options.contains("--quick");
            BenchmarkEtl benchmark = new BenchmarkEtl(
                    folder,
                    quick,
                    quick || options.contains("--one-round") ? 1 : ROUNDS,
                    server,
                    new EtlEngines(home, folder, server));
            benchmark.run();
            exit = options.contains("--json") ? benchmark.report.printJson() : benchmark.report.printTable();
        } finally {
            delete(folder);
        }
        System.exit(exit);
    }

    private void run() throws Exception {
        long large = quick ? 200_000 : 10_000_000;
        long middle = quick ? 60_000 : 3_000_000;
        long small = quick ? 20_000 : 1_000_000;
        main(large, rounds);
        growth(middle);
        growth(small);
        ratios(large, middle);
        variant(Format.CSV_GZ, middle);
        variant(Format.JSON, middle);
        variant(Format.QUOTED, middle);
        store(middle);
    }

    private void main(long rows, int rounds) throws Exception {
        Path input = trips(rows, Format.CSV);
        floors(input, rows);
        for (int round = 0; round < rounds; round++) {
            for (Engine engine : engines(Engine.MILLRACE, Engine.SPARK_DEFAULT, Engine.DUCKDB)) {
                whole(engine, rows, Format.CSV, input.toString());
                warm(engine, rows, Format.CSV, input.toString());
            }
        }
        delete(input);
    }

    /** All, or those that there is time for. */
    private List<Engine> engines(Engine... inAHurry) {
        return List.of(quick ? inAHurry : Engine.values());
    }

    private void floors(Path input, long rows) throws Exception {
        for (String part : List.of("read", "parse", "write")) {
            Path output = folder.resolve("floor");
            EtlProcess process = engines.floor(part, input, output, rows, 3);
            report.add("floor, csv, %d rows: %s".formatted(rows, part), process.warmSeconds(), "s");
            delete(output);
        }
    }

    private void growth(long rows) throws Exception {
        Path input = trips(rows, Format.CSV);
        for (Engine engine : engines(Engine.MILLRACE)) {
            warm(engine, rows, Format.CSV, input.toString());
        }
        delete(input);
    }

    private void variant(Format format, long rows) throws Exception {
        Path input = trips(rows, format);
        for (Engine engine : engines(Engine.MILLRACE)) {
            warm(engine, rows, format, input.toString());
        }
        delete(input);
    }

    /** Through the embedded store: reading and writing. */
    private void store(long rows) throws Exception {
        Path input = trips(rows, Format.CSV);
        try (S3Client s3 = S3Clients.create(new S3Settings(
                Optional.of(server.storageEndpoint()),
                server.region(),
                Optional.of(new S3Settings.Credentials(server.accessKeyId(), server.secretAccessKey()))))) {
            s3.createBucket(request -> request.bucket(BUCKET));
            try (Stream<Path> files = Files.list(input)) {
                for (Path file : files.toList()) {
                    s3.putObject(
                            request -> request.bucket(BUCKET).key("raw/trips/" + file.getFileName()),
                            RequestBody.fromFile(file));
                }
            }
        }
        engines.createTable("trips_store", "s3://" + BUCKET + "/raw/trips/", Format.CSV);
        for (Engine engine : engines(Engine.MILLRACE)) {
            String location = "s3a://" + BUCKET + "/raw/trips";
            if (EtlEngines.cannot(engine, location).isPresent()) {
                continue;
            }
            String scheme = engine == Engine.MILLRACE ? "s3://" : "s3a://";
            EtlProcess process =
                    engines.run(engine, "trips_store", Format.CSV, location, scheme + BUCKET + "/lake/" + outputs++, 2);
            report.add(name(engine, rows, "csv, store", "warm"), process.warmSeconds(), "s");
        }
        delete(input);
    }

    private void whole(Engine engine, long rows, Format format, String input) throws Exception {
        EtlProcess process = convert(engine, rows, format, input, 1);
        String text = format.name().toLowerCase(Locale.ROOT);
        report.add(name(engine, rows, text, "whole process"), process.wholeSeconds(), "s");
        report.add(name(engine, rows, text, "CPU"), process.cpuSeconds(), "s");
        report.add(name(engine, rows, text, "peak memory"), process.peakMegabytes(), "MB");
    }

    private void warm(Engine engine, long rows, Format format, String input) throws Exception {
        EtlProcess process = convert(engine, rows, format, input, quick ? 2 : RUNS_UNTIL_WARM);
        report.add(name(engine, rows, format.name().toLowerCase(Locale.ROOT), "warm"), process.warmSeconds(), "s");
    }

    private EtlProcess convert(Engine engine, long rows, Format format, String input, int runs) throws Exception {
        Path output = folder.resolve("out" + outputs++);
        EtlProcess process = engines.run(engine, tableOf(input), format, input, output.toString(), runs);
        requireEqual(rows, output.resolve(Integer.toString(runs - 1)));
        delete(output);
        return process;
    }

    private static String name(Engine engine, long rows, String format, String what) {
        return "%s, %s, %s rows: %s".formatted(engine, format, rows, what);
    }

    private void ratios(long large, long middle) {
        ratio("warm: ours / DuckDB", "warm", Engine.MILLRACE, Engine.DUCKDB, large);
        ratio("warm: Spark default / ours", "warm", Engine.SPARK_DEFAULT, Engine.MILLRACE, large);
        ratio("whole process: ours / DuckDB", "whole process", Engine.MILLRACE, Engine.DUCKDB, large);
        ratio("CPU: ours / Spark default", "CPU", Engine.MILLRACE, Engine.SPARK_DEFAULT, large);
        double linear = report.median(name(Engine.MILLRACE, large, "csv", "warm"))
                / report.median(name(Engine.MILLRACE, middle, "csv", "warm"))
                * middle
                / large;
        report.add("growth per row: ours, large / middle", linear, "times");
        if (!quick) {
            report.checkBelow("warm: ours / DuckDB", 1.0001);
            report.checkAtLeast("warm: Spark default / ours", SPARK_BAR);
            report.checkBelow("whole process: ours / DuckDB", COLD_BAR);
            report.checkBelow("CPU: ours / Spark default", CPU_BAR);
            report.checkBelow("growth per row: ours, large / middle", LINEAR_BAR);
            report.checkBelow(name(Engine.MILLRACE, large, "csv", "peak memory"), PEAK_BAR_MEGABYTES);
        }
    }

    private void ratio(String name, String what, Engine of, Engine to, long rows) {
        report.add(
                name, report.median(name(of, rows, "csv", what)) / report.median(name(to, rows, "csv", what)), "times");
    }

    private Path trips(long rows, Format format) throws IOException {
        String name = "trips_" + format.name().toLowerCase(Locale.ROOT) + "_" + rows;
        Path input = folder.resolve(name);
        EtlTrips.write(input, rows, FILES, format);
        if (created.add(name)) {
            engines.createTable(name, input.toUri().toString().replaceFirst("^file:/+", "file:///"), format);
        }
        return input;
    }

    private static String tableOf(String input) {
        return Path.of(input).getFileName().toString();
    }

    /** All rows must be there, and their money. */
    private static void requireEqual(long rows, Path output) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT month), sum(total_amount) > 0 FROM read_parquet('" + output
                                + "/**/*.parquet', hive_partitioning = true)")) {
            found.next();
            if (found.getLong(1) != rows || found.getInt(2) != 12 || !found.getBoolean(3)) {
                throw new IllegalStateException("%s has %d rows in %d months instead of %d in 12"
                        .formatted(output, found.getLong(1), found.getInt(2), rows));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
