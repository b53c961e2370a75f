package io.millrace.etl.lane.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark and DuckDB read the lane's files: same values, and they use what lets them skip. */
class ITParquetForEngines {
    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
                .config("spark.sql.adaptive.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void sparkReadsEveryTypeWithEqualValues() throws IOException {
        for (ParquetOptions options : sizes()) {
            RandomTable table = RandomTable.ofAllTypes(new Random(options.pageRows()), 21_000);
            Path file = write(table, List.of(), options);
            List<Row> rows = spark.read().parquet(file.toString()).collectAsList();
            assertThat(rows).hasSize(table.rows());
            for (int column = 0; column < table.columns().size(); column++) {
                List<@Nullable Object> read = new ArrayList<>();
                for (Row row : rows) {
                    read.add(plain(row.get(column)));
                }
                assertThat(read.toArray())
                        .as("%s", table.columns().get(column))
                        .isEqualTo(table.values().get(column).toArray());
            }
        }
    }

    private static List<ParquetOptions> sizes() {
        return List.of(
                ParquetOptions.DEFAULT,
                // many row groups and pages, dictionaries that overflow in the middle
                ParquetOptions.DEFAULT.withSizes(700_000, 1 << 20, 1_013, 3_000));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Byte || value instanceof Short) {
            return ((Number) value).intValue();
        }
        return value;
    }

    @Test
    void duckDbReadsEveryTypeWithEqualValues() throws IOException, SQLException {
        for (ParquetOptions options : sizes()) {
            RandomTable table = RandomTable.ofAllTypes(new Random(options.pageRows()), 21_000);
            Path file = write(table, List.of(), options);
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT %s FROM '%s'".formatted(duckDbColumns(table), file))) {
                List<List<@Nullable Object>> read = new ArrayList<>();
                table.columns().forEach(column -> read.add(new ArrayList<>()));
                while (result.next()) {
                    for (int column = 0; column < table.columns().size(); column++) {
                        read.get(column)
                                .add(duckDb(result, column + 1, table.columns().get(column)));
                    }
                }
                for (int column = 0; column < table.columns().size(); column++) {
                    assertThat(read.get(column).toArray())
                            .as("%s", table.columns().get(column))
                            .isEqualTo(table.values().get(column).toArray());
                }
            }
        }
    }

    /** Dates as days: its driver loses the era. */
    private static String duckDbColumns(RandomTable table) {
        return table.columns().stream()
                .map(column -> column.type() == Primitive.DATE
                        ? "date_diff('day', DATE '1970-01-01', %s)".formatted(column.name())
                        : column.name())
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Object duckDb(ResultSet result, int column, LaneColumn definition) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return null;
        }
        if (definition.type() == Primitive.TIMESTAMP) {
            return result.getObject(column, LocalDateTime.class);
        }
        if (definition.type() == Primitive.DATE) {
            return LocalDate.ofEpochDay(result.getLong(column));
        }
        return definition.type() == Primitive.BINARY ? result.getBytes(column) : plain(value);
    }

    @Test
    void foldersAreNamedAsSparkNamesThem() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 2; round++) {
            RandomTable keys = RandomTable.of(random, 12);
            Path ours = folder.resolve("ours-" + round);
            List<LaneColumn> columns = new ArrayList<>(keys.columns());
            List<List<@Nullable Object>> values = new ArrayList<>(keys.values());
            columns.add(new LaneColumn("v", Primitive.INT));
            values.add(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
            RandomTable table = new RandomTable(columns, values, keys.rows());
            Path flat = write(table, List.of(), ParquetOptions.DEFAULT);
            for (int key = 0; key < keys.columns().size(); key++) {
                if (keys.columns().get(key).type() == Primitive.BINARY) {
                    continue;
                }
                Path byOurs = ours.resolve("k" + key);
                Path bySpark = folder.resolve("spark-" + round + "-" + key);
                writePartitioned(table, List.of(key), byOurs);
                spark.read()
                        .parquet(flat.toString())
                        .write()
                        .partitionBy(columns.get(key).name())
                        .parquet(bySpark.toString());
                assertThat(folders(byOurs)).as("%s", columns.get(key)).isEqualTo(folders(bySpark));
            }
        }
    }

    private static Set<String> folders(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            Set<String> names = new TreeSet<>();
            files.filter(Files::isDirectory)
                    .forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    @Test
    void filtersSkipRowGroupsAndPages() throws IOException, SQLException {
        List<@Nullable Object> ascending = new ArrayList<>();
        List<@Nullable Object> prices = new ArrayList<>();
        int rows = 200_000;
        for (long i = 0; i < rows; i++) {
            ascending.add(i);
            prices.add(new BigDecimal(i).movePointLeft(2));
        }
        RandomTable table = new RandomTable(
                List.of(
                        new LaneColumn("n", Primitive.BIGINT),
                        new LaneColumn("price", new io.millrace.catalog.type.HiveType.Decimal(12, 2))),
                List.of(ascending, prices),
                rows);
        Path file = write(table, List.of(), ParquetOptions.DEFAULT.withSizes(400_000, 1 << 20, 1_000, 0));

        Dataset<Row> filtered =
                spark.read().parquet(file.toString()).where("n = 123456").selectExpr("n", "price");
        assertThat(filtered.collectAsList()).hasSize(1);
        assertThat(scannedBySpark(filtered)).isLessThan(rows / 3);

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            assertThat(rowsScannedByDuckDb(statement, file, "n >= 0")).isNotEqualTo("0");
            assertThat(rowsScannedByDuckDb(statement, file, "n < 0")).isEqualTo("0");
        }
    }

    private static long scannedBySpark(Dataset<Row> query) {
        SparkPlan plan = query.queryExecution().executedPlan();
        while (!(plan instanceof FileSourceScanExec)) {
            plan = plan.children().head();
        }
        return plan.metrics().apply("numOutputRows").value();
    }

    /** As its profile says; it counts files' rows, so that only a filter that the bounds alone answer shows. */
    private static String rowsScannedByDuckDb(Statement statement, Path file, String filter) throws SQLException {
        try (ResultSet result =
                statement.executeQuery("EXPLAIN (ANALYZE, FORMAT json) SELECT n FROM '" + file + "' WHERE " + filter)) {
            result.next();
            String profile = result.getString(2);
            return profile.substring(profile.indexOf("\"cumulative_rows_scanned\""))
                    .split("[:,]")[1]
                    .strip();
        }
    }

    private Path write(RandomTable table, List<Integer> keys, ParquetOptions options) throws IOException {
        Path file = Files.createTempDirectory(folder, "flat").resolve("part.parquet");
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                table.columns(),
                keys,
                (name, number) -> new LocalOutputFile(file),
                options.withMetadata(Map.of("org.apache.spark.version", spark.version())))) {
            table.writeTo(writer, 4096);
        }
        return file;
    }

    private static void writePartitioned(RandomTable table, List<Integer> keys, Path root) throws IOException {
        Files.createDirectories(root);
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                table.columns(),
                keys,
                (name, number) -> {
                    Files.createDirectories(root.resolve(name));
                    return new LocalOutputFile(root.resolve(name).resolve("part-" + number + ".parquet"));
                },
                ParquetOptions.DEFAULT)) {
            table.writeTo(writer, 4096);
        }
    }
}
