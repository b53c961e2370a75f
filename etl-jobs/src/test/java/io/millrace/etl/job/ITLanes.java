package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.iceberg.IcebergWriter;
import io.millrace.etl.job.lanes.LaneChoice;
import io.millrace.etl.job.lanes.LaneChoice.Kind;
import io.millrace.etl.job.lanes.LaneResult;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.glue.model.Table;

/** The lanes on local files: what each does with filters, bad rows and splits. */
class ITLanes {

    @TempDir
    static Path folder;

    private static TestingLanes lanes;

    @BeforeAll
    static void start() {
        lanes = new TestingLanes(folder);
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    private static Table table(String name, String... columns) {
        return TestingLanes.csv(folder.resolve("in").resolve(name), columns);
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(row -> row.mkString("|")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void routesRowsToPartitions(Kind lane) throws IOException {
        Path in = lanes.input("months" + lane);
        Files.writeString(
                in.resolve("a.csv"), "at,v\n2020-01-05 10:00:00,1\n2020-02-05 10:00:00,2\n2020-01-06 00:00:00,3\n");
        Files.writeString(in.resolve("b.csv"), "at,v\n2020-02-07 10:00:00,4\n");

        TestingLanes.Run run = lanes.run(
                lane, table("months" + lane, "at:timestamp", "v:int"), List.of(), "--partition-keys=year,month");

        assertThat(TestingLanes.files(run.location()))
                .hasSize(2)
                .allMatch(
                        file -> file.matches("year=2020/month=[12]/part-0123456789abcdef-0000[01]\\.snappy\\.parquet"));
        assertThat(run.result().files())
                .extracting(LaneResult.WrittenFile::path)
                .containsExactlyElementsOf(TestingLanes.files(run.location()));
        assertThat(run.result().rowsRead()).isEqualTo(4);
        assertThat(run.result().rowsWritten()).isEqualTo(4);
        assertThat(texts(lanes.rows(run.location()).orderBy("v").collectAsList()))
                .containsExactly(
                        "2020-01-05T10:00|1|2020|1",
                        "2020-02-05T10:00|2|2020|2",
                        "2020-01-06T00:00|3|2020|1",
                        "2020-02-07T10:00|4|2020|2");
    }

    @ParameterizedTest
    @EnumSource
    void nullAndTheTextThatNamesItsFolderShareIt(Kind lane) throws IOException {
        Path in = lanes.input("nulls" + lane);
        Files.writeString(in.resolve("a.csv"), "k,v\n__HIVE_DEFAULT_PARTITION__,1\n,2\n..,3\na/b=c%,4\n");

        TestingLanes.Run run =
                lanes.run(lane, table("nulls" + lane, "k:string", "v:int"), List.of(), "--partition-keys=k");

        assertThat(run.result().rowsWritten()).isEqualTo(4);
        assertThat(texts(lanes.rows(run.location()).orderBy("v").collectAsList()))
                .containsExactly("1|null", "2|null", "3|..", "4|a/b=c%");
    }

    @ParameterizedTest
    @EnumSource
    void compressedFilesAreReadWhateverTheirNames(Kind lane) throws IOException {
        Path in = lanes.input("packed" + lane);
        Files.write(in.resolve("a"), RoundTripCase.compressed(CompressorStreamFactory.GZIP, "id,v\n1,1.5\n2,2.5\n"));
        Files.write(in.resolve("b.csv"), RoundTripCase.compressed(CompressorStreamFactory.BZIP2, "id,v\n3,3.5\n"));
        Files.writeString(in.resolve("c.csv"), "id,v\n4,4.5\n");

        TestingLanes.Run run = lanes.run(lane, table("packed" + lane, "id:int", "v:double"), List.of());

        assertThat(texts(lanes.rows(run.location()).orderBy("id").collectAsList()))
                .containsExactly("1|1.5", "2|2.5", "3|3.5", "4|4.5");
    }

    @ParameterizedTest
    @EnumSource
    void keepsBadRowsWithFileLineAndReason(Kind lane) throws IOException {
        Path in = lanes.input("bad" + lane);
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\nx,2.5\n3\n4,4.5\n300,5.5\n");
        Table table = table("bad" + lane, "id:int", "v:double");

        TestingLanes.Run run = lanes.run(lane, table, List.of(), "--on-error=quarantine", "--mappings=id>id:tinyint,v");

        assertThat(texts(lanes.rows(run.location()).orderBy("id").collectAsList()))
                .containsExactly("1|1.5", "4|4.5");
        assertThat(run.result().rowsRead()).isEqualTo(5);
        assertThat(run.result().rowsRejected()).isEqualTo(3);
        assertThat(run.result().rowsWritten()).isEqualTo(2);
        String file = "file:" + in.resolve("a.csv");
        assertThat(texts(lanes.rows(run.quarantine()).orderBy("line").collectAsList()))
                .containsExactly(
                        file + "|3|id|'x' is no int|x,2.5",
                        file + "|4|null|the row has 1 field and not 2|3",
                        file + "|6|id|300 is no tinyint in CAST(id AS tinyint)|300,5.5");
        assertThat(TestingLanes.files(run.quarantine())).containsExactly("part-0123456789abcdef-00000.snappy.parquet");
    }

    @ParameterizedTest
    @EnumSource
    void failsOnTooManyBadRows(Kind lane) throws IOException {
        Path in = lanes.input("limit" + lane);
        Files.writeString(in.resolve("a.csv"), "id,v\nx,1.5\ny,2.5\n3,3.5\n");
        Table table = table("limit" + lane, "id:int", "v:double");

        assertThatThrownBy(() -> lanes.run(lane, table, List.of(), "--on-error=quarantine", "--max-errors=1"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("--max-errors allows");
        assertThatThrownBy(() -> lanes.run(lane, table, List.of(), "--on-error=quarantine", "--max-errors=50%"))
                .hasMessage(
                        "2 of 3 rows of table raw.limit%s do not fit it, and --max-errors allows 50%%; nothing was changed",
                        lane);
        assertThat(lanes.run(lane, table, List.of(), "--on-error=quarantine", "--max-errors=70%")
                        .result()
                        .rowsRejected())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void failsOnTheFirstBadRowAndLeavesNothing(Kind lane) throws IOException {
        Path in = lanes.input("fail" + lane);
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\nx,2.5\n");
        Table table = table("fail" + lane, "id:int", "v:double");

        assertThatThrownBy(() -> lanes.run(lane, table, List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessage("file:%s, line 3, column id: 'x' is no int; the row is: x,2.5", in.resolve("a.csv"));
        assertThatThrownBy(() -> lanes.run(lane, table, List.of(), "--mappings=v>v:int,id>i"))
                .hasMessageContaining("line 3, column id");
    }

    @ParameterizedTest
    @EnumSource
    void findsColumnsByTheHeadersNames(Kind lane) throws IOException {
        Path in = lanes.input("drift" + lane);
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\n");
        Files.writeString(in.resolve("b.csv"), "V,note,ID\n2.5,two,2\n");
        Files.writeString(in.resolve("c.csv"), "id\n3\n");
        Table table = table("drift" + lane, "id:int", "v:double", "note:string");

        TestingLanes.Run run = lanes.run(lane, table, List.of());

        assertThat(texts(lanes.rows(run.location()).orderBy("id").collectAsList()))
                .containsExactly("1|1.5|null", "2|2.5|two", "3|null|null");
        Files.writeString(in.resolve("d.csv"), "id,other\n4,x\n");
        assertThatThrownBy(() -> lanes.run(lane, table, List.of()))
                .hasMessageContaining("d.csv")
                .hasMessageContaining("column v");
    }

    @ParameterizedTest
    @EnumSource
    void sortsTheRowsOfEachFile(Kind lane) throws IOException {
        Path in = lanes.input("sorted" + lane);
        StringBuilder text = new StringBuilder("id,v,p\n");
        for (int i = 0; i < 3_000; i++) {
            text.append("%d,%s,%d\n".formatted((i * 7919L) % 3_001, i % 50 == 0 ? "" : i % 13, i % 3));
        }
        Files.writeString(in.resolve("a.csv"), text);
        Table table = table("sorted" + lane, "id:int", "v:int", "p:int");

        TestingLanes.Run run =
                lanes.run(lane, table, List.of(), "--partition-keys=p", "--sort-by=v,id", "--bloom-filter=id");

        List<String> files = TestingLanes.files(run.location());
        assertThat(files).hasSize(3);
        for (String file : files) {
            List<Row> rows = lanes.spark().read().parquet(run.location() + file).collectAsList();
            List<Long> order = rows.stream()
                    .map(row -> (row.isNullAt(1) ? -1L : row.getInt(1)) * 10_000 + row.getInt(0))
                    .toList();
            assertThat(order).as(file).hasSize(1_000).isSorted();
        }
    }

    @Test
    void sparkKeepsNestedValuesThatDoNotFit() throws IOException {
        Path in = lanes.input("nested");
        Files.writeString(in.resolve("a.json"), """
                {"id": 1, "at": {"x": 1, "Y": [1.5]}, "tags": ["a"]}
                {"id": 2, "at": "none", "tags": []}
                {"id": "x", "at": null}
                {"id": 4, "at": {"x": "many"}}
                {"id": 500, "at": null, "tags": ["b", "c"]}
                nothing
                """);
        Table table =
                TestingLanes.table(in, "json", "id:int", "at:struct<x:int,y:array<double>>", "tags:array<string>");

        TestingLanes.Run run =
                lanes.run(Kind.SPARK, table, List.of(), "--on-error=quarantine", "--mappings=id>id:tinyint,at,tags");

        assertThat(run.result().rowsRead()).isEqualTo(6);
        assertThat(texts(lanes.rows(run.location()).collectAsList())).hasSize(1);
        String file = "file:" + in.resolve("a.json");
        assertThat(texts(lanes.rows(run.quarantine())
                        .select("file", "line", "column_name", "reason")
                        .orderBy("line")
                        .collectAsList()))
                .containsExactly(
                        file + "|2|at|'none' is no struct<x:int,y:array<double>>",
                        file + "|3|id|'x' is no int",
                        file + "|4|at|an object is no struct<x:int,y:array<double>>",
                        file + "|5|id|500 is no tinyint in CAST(id AS tinyint)",
                        file
                                + "|6|null|the line is no valid JSON: Unrecognized token 'nothing': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')");
        assertThatThrownBy(() -> lanes.run(Kind.SPARK, table, List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("a.json, line ");
    }

    @Test
    void sparkKeepsRowsOfParquetThatCannotBeComputedAndKeepsToTheFileSize() throws IOException {
        Path in = lanes.input("values");
        try (BatchOutput made = BatchOutput.open(TestingLanes.uri(in), "fedcba9876543210", () -> {})) {
            lanes.spark()
                    .range(300_000)
                    .selectExpr("id", "hash(id) AS noise", "sha2(string(id), 256) AS text")
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .options(made.options())
                    .parquet(made.location());
        }
        Table table = TestingLanes.table(in, "parquet", "id:bigint", "noise:int", "text:string");

        TestingLanes.Run run = lanes.run(
                Kind.SPARK,
                table,
                List.of(),
                "--on-error=quarantine",
                "--select=100 / (id - 7) AS part, noise, text",
                "--target-file-size=4MB");

        assertThat(run.result().rowsWritten()).isEqualTo(299_999);
        assertThat(texts(lanes.rows(run.quarantine())
                        .select("line", "column_name", "reason")
                        .collectAsList()))
                .containsExactly("8|part|division by zero in (100 / (id - 7))");
        assertThat(lanes.rows(run.quarantine()).head().getString(4)).startsWith("{\"id\":7,\"noise\":");
        for (String file : TestingLanes.files(run.location())) {
            assertThat(Files.size(Path.of(run.location().substring("file:".length()), file)))
                    .isLessThan(5L << 20);
        }
        assertThat(TestingLanes.files(run.location())).hasSizeBetween(4, 7);
    }

    private static void parquet(Path in, String batch, String... columns) {
        try (BatchOutput made = BatchOutput.open(TestingLanes.uri(in), batch, () -> {})) {
            lanes.spark()
                    .range(1)
                    .selectExpr(columns)
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .options(made.options())
                    .parquet(made.location());
        }
    }

    @Test
    void sparkFindsColumnsOfParquetByNameAndWidensThem() throws IOException {
        Path in = lanes.input("evolved");
        parquet(in, "00000000000000aa", "1 AS a", "cast(1.5 AS float) AS b", "named_struct('x', 1, 'y', 'one') AS c");
        parquet(in, "00000000000000bb", "named_struct('y', 'two', 'z', 2.5D, 'x', 2L) AS c", "2L AS a", "'new' AS d");
        Table table = TestingLanes.table(
                in, "parquet", "a:bigint", "b:double", "c:struct<x:bigint,y:string,z:double>", "d:string");

        TestingLanes.Run run = lanes.run(Kind.SPARK, table, List.of());

        assertThat(texts(lanes.rows(run.location()).orderBy("a").collectAsList()))
                .containsExactly("1|1.5|[1,one,null]|null", "2|null|[2,two,2.5]|new");
        parquet(in, "00000000000000cc", "'three' AS a");
        assertThatThrownBy(() -> lanes.run(Kind.SPARK, table, List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("part-00000000000000cc")
                .hasMessageContaining("column [a] is BINARY in the file and bigint in the table");
    }

    private static IcebergWriter iceberg(Table table, Path in, String... more) throws IOException {
        SourceTable source = SourceTable.of(table, List.of());
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=s3://lake/t/",
                "--target-database=lake",
                "--target-table=t",
                "--table-format=iceberg"));
        arguments.addAll(List.of(more));
        JobArguments parsed = JobArguments.parse(arguments);
        Projection projection = Projection.resolve(source, parsed);
        LaneChoice choice = LaneChoice.of(parsed, source, projection);
        List<SourceObject> inputs = new ArrayList<>();
        for (String file : TestingLanes.files(TestingLanes.uri(in))) {
            inputs.add(new SourceObject(
                    new InputObject("file:" + in.resolve(file), "e", Files.size(in.resolve(file)), Instant.EPOCH),
                    source.folders().get(0)));
        }
        return new IcebergWriter(
                lanes.spark(), new RunPlan(parsed, source, projection, choice, Optional.empty()), inputs);
    }

    @Test
    void icebergTargetsReadAsTheLanesDo() throws Exception {
        String catalog = "spark.sql.catalog.local";
        lanes.spark().conf().set(catalog, SparkCatalog.class.getName());
        lanes.spark().conf().set(catalog + ".type", "hadoop");
        lanes.spark().conf().set(catalog + ".warehouse", TestingLanes.uri(folder.resolve("iceberg")));
        lanes.spark().sql("CREATE TABLE local.lake.t (id int, v double) USING iceberg");
        Path in = lanes.input("iceberg");
        Files.writeString(in.resolve("a.csv"), "v,id\n1.5,1\n2.5,2\n3.5,3\n");
        Table table = table("iceberg", "id:int", "v:double");

        IcebergWriter writer =
                iceberg(table, in, "--where=10 / (id - 2) > 0", "--on-error=null", "--write-mode=append");
        IcebergWriter.Written written =
                writer.write("local.lake.t", Spark3Util.loadIcebergTable(lanes.spark(), "local.lake.t"), "b1");

        assertThat(written).isEqualTo(new IcebergWriter.Written(3, 1, 1));
        assertThat(texts(lanes.spark().table("local.lake.t").collectAsList())).containsExactly("3|3.5");
        IcebergWriter strict = iceberg(table, in, "--where=10 / (id - 2) > 0", "--write-mode=append");
        assertThatThrownBy(() ->
                        strict.write("local.lake.t", Spark3Util.loadIcebergTable(lanes.spark(), "local.lake.t"), "b2"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("a.csv, line 3: division by zero in (10 / (id - 2)); the row is: 2.5,2");
    }
}
