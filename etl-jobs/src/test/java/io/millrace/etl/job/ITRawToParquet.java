package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Runs of the job with a real Spark on a real S3, the catalog in memory. */
class ITRawToParquet {
    private static final Map<String, String> CSV = Map.of("classification", "csv", "skip.header.line.count", "1");
    private static final Map<String, String> COMMA = Map.of("field.delim", ",");

    @TempDir
    static Path folder;

    private static TestingLake lake;

    private final InMemoryCatalog catalog = new InMemoryCatalog();

    @BeforeAll
    static void start() throws IOException, ReflectiveOperationException {
        lake = TestingLake.start(folder.resolve("s3"));
    }

    @AfterAll
    static void stop() throws IOException, ReflectiveOperationException {
        lake.close();
    }

    @Test
    void turnsRealTripsIntoPartitionsByPickupMonthAndRepeatsItself() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        long cents = 0;
        for (Path file : Trips.files()) {
            lake.upload("trips/" + file.getFileName(), file);
            List<String> lines = Files.readAllLines(file);
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                expected.add(cells[1].substring(0, 4) + "/" + Integer.parseInt(cells[1].substring(5, 7)));
                cents += Math.round(Double.parseDouble(cells[10]) * 100);
            }
        }
        catalog.put(Trips.table("s3://raw/trips/"));

        RunSummary summary = lake.run(catalog, "trips", "--partition-keys", "year,month");

        assertThat(summary.rowsIn()).isEqualTo(70_000);
        assertThat(summary.rowsOut()).isEqualTo(70_000);
        assertThat(catalog.partitionValues("lake", "trips")).isEqualTo(expected);
        assertThat(lake.objects("trips"))
                .hasSize(expected.size())
                .anyMatch(object -> object.matches("year=2020/month=1/part-[0-9a-f]{16}-\\d{5}\\.snappy\\.parquet"));
        assertThat(lake.unfinishedUploads()).isZero();
        Row result = lake.query(
                        "trips",
                        "SELECT count(*), CAST(round(sum(fare_amount) * 100) AS BIGINT), "
                                + "count_if(year <> year(pickup_datetime) OR month <> month(pickup_datetime)), "
                                + "count_if(passenger_count IS NULL) > 0 FROM lake")
                .get(0);
        assertThat(result.getLong(0)).isEqualTo(70_000);
        assertThat(result.getLong(1)).isEqualTo(cents);
        assertThat(result.getLong(2)).isZero();
        assertThat(result.getBoolean(3)).isTrue();
        assertRegistered();

        RunSummary again = lake.run(catalog, "trips", "--partition-keys", "year,month");
        assertThat(again.rowsOut()).isEqualTo(70_000);
        assertThat(lake.objects("trips")).hasSize(expected.size());
        assertThat(lake.query("trips", "SELECT count(*) FROM lake").get(0).getLong(0))
                .isEqualTo(70_000);
        assertThat(again.batch()).isPresent().isNotEqualTo(summary.batch());
        assertRegistered();
        assertNothingIsMarked("trips");
    }

    /** No batch is hidden, to be removed, or alone in counting. */
    private void assertNothingIsMarked(String table) {
        assertThat(catalog.loadTable("lake", table).parameters().keySet())
                .noneMatch(key -> key.startsWith("millrace."));
        assertThat(catalog.listPartitions("lake", table))
                .allSatisfy(partition ->
                        assertThat(partition.parameters().keySet()).noneMatch(key -> key.startsWith("millrace.")));
    }

    private void assertRegistered() {
        Table table = catalog.loadTable("lake", "trips");
        assertThat(table.storageDescriptor().columns())
                .extracting(column -> column.name() + ":" + column.type())
                .containsExactly(Trips.COLUMNS);
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/trips/");
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.parameters()).containsEntry("classification", "parquet");
        assertThat(table.partitionKeys()).extracting(Column::name).containsExactly("year", "month");
        assertThat(catalog.listPartitions("lake", "trips"))
                .extracting(partition -> partition.storageDescriptor().location())
                .contains("s3://lake/trips/year=2020/month=1/");
    }

    @Test
    void forgetsAndRemovesPartitionsThatTheInputNoLongerHas() {
        lake.upload("shrinks/a.csv", "at,v\n2020-01-05 10:00:00,1\n2020-02-05 10:00:00,2\n");
        catalog.put(InMemoryCatalog.crawled("shrinks", "s3://raw/shrinks/", CSV, COMMA, "at:timestamp", "v:int"));
        lake.run(catalog, "shrinks", "--partition-keys", "month");
        assertThat(catalog.partitionValues("lake", "shrinks")).containsExactly("1", "2");

        lake.upload("shrinks/a.csv", "at,v\n2020-02-05 10:00:00,3\n");
        lake.run(catalog, "shrinks", "--partition-keys", "month");

        assertThat(catalog.partitionValues("lake", "shrinks")).containsExactly("2");
        assertThat(lake.objects("shrinks")).singleElement().asString().startsWith("month=2/part-");
        assertNothingIsMarked("shrinks");
        assertThat(lake.query("shrinks", "SELECT v FROM lake").get(0).getInt(0)).isEqualTo(3);
    }

    @Test
    void readsQuotedCellsGzipAndPartitionsOfTheSource() throws IOException {
        lake.upload("quoted/day=1/a.csv.gz", TestingLake.gzip("id;note\n1;\"semi; and \"\"quote\"\"\"\n2;\n"));
        lake.upload("quoted/day=2/a.csv", "id;note\r\n3;plain\r\n");
        Table table = InMemoryCatalog.crawled(
                        "quoted", "s3://raw/quoted/", CSV, Map.of("field.delim", ";"), "id:bigint", "note:string")
                .toBuilder()
                .partitionKeys(InMemoryCatalog.columns("day:string"))
                .build();
        catalog.put(table, partition("1", "s3://raw/quoted/day=1/"), partition("2", "s3://raw/quoted/day=2/"));

        lake.run(catalog, "quoted", "--mappings", "id:bigint>key:string,note,day:int");

        List<Row> rows = lake.query("quoted", "SELECT key, note, day FROM lake ORDER BY key");
        assertThat(rows).extracting(Row::mkString).containsExactly("1semi; and \"quote\"1", "2null1", "3plain2");
        assertThat(lake.objects("quoted")).hasSize(1);
    }

    private static Partition partition(String value, String location) {
        return Partition.builder()
                .values(value)
                .storageDescriptor(storage -> storage.location(location))
                .build();
    }

    @Test
    void readsJsonLinesWithTheKeysOwnCase() {
        lake.upload(
                "events/a.json",
                "{\"VendorID\":7,\"At\":\"2020-01-05T10:00:00\",\"tags\":[\"x\"],\"pos\":{\"Lat\":1.5}}\n\n{\"VendorID\":8}\n");
        catalog.put(InMemoryCatalog.crawled(
                "events",
                "s3://raw/events/",
                Map.of("classification", "json"),
                Map.of("paths", "At,VendorID,pos,tags"),
                "vendorid:int",
                "at:timestamp",
                "tags:array<string>",
                "pos:struct<Lat:double>"));

        lake.run(catalog, "events");

        assertThat(lake.query("events", "SELECT vendorid, at, tags[0], pos.lat FROM lake ORDER BY 1"))
                .extracting(row -> row.mkString(" "))
                .containsExactly("7 2020-01-05T10:00 x 1.5", "8 null null null");
    }

    @Test
    void writesTimestampsThatDuckDbReadsWithoutZone() throws IOException, SQLException {
        lake.upload("zone/a.csv", "at,fare\n2020-01-05 10:00:00,12.5\n");
        catalog.put(InMemoryCatalog.crawled("zone", "s3://raw/zone/", CSV, COMMA, "at:timestamp", "fare:double"));
        lake.run(catalog, "zone", "--mappings", "at,fare:decimal(10,2)", "--compression", "zstd");
        Path local = folder.resolve("zone.parquet");
        String key = "zone/" + lake.objects("zone").get(0);
        lake.s3().getObject(request -> request.bucket("lake").key(key), local);

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT \"at\", typeof(\"at\"), typeof(fare) FROM read_parquet('%s')".formatted(local))) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(LocalDateTime.of(2020, 1, 5, 10, 0));
            assertThat(row.getString(2)).isEqualTo("TIMESTAMP");
            assertThat(row.getString(3)).isEqualTo("DECIMAL(10,2)");
        }
    }

    @Test
    void readsTheParquetThatItWrote() {
        lake.upload("first/a.csv", "at,v\n2020-01-05 10:00:00,1\n");
        catalog.put(InMemoryCatalog.crawled("first", "s3://raw/first/", CSV, COMMA, "at:timestamp", "v:int"));
        lake.run(catalog, "first");
        Table written = catalog.loadTable("lake", "first");
        catalog.put(written.toBuilder().databaseName("raw").name("second").build());

        lake.run(catalog, "second", "--partition-keys", "hour=hour(at)");

        assertThat(lake.query("second", "SELECT at, v, hour FROM lake").get(0).mkString(" "))
                .isEqualTo("2020-01-05T10:00 1 10");
    }

    @Test
    void touchesNoTargetThatHoldsForeignObjects() {
        lake.upload("foreign/a.csv", "id,v\n1,1\n");
        catalog.put(InMemoryCatalog.crawled("foreign", "s3://raw/foreign/", CSV, COMMA, "id:int", "v:int"));
        lake.s3()
                .putObject(
                        request -> request.bucket("lake").key("foreign/report.xlsx"),
                        RequestBody.fromString("precious"));

        assertThatThrownBy(() -> lake.run(catalog, "foreign"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("s3://lake/foreign/ holds report.xlsx")
                .hasMessageContaining("choose another --target-path");
        assertThat(lake.objects("foreign")).containsExactly("report.xlsx");
    }
}
