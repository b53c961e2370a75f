package io.millrace.etl.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.lanes.LaneChoice.Kind;
import io.millrace.etl.job.rows.SourceReader;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one table that do not agree: columns that are added, dropped, reordered, widened and narrowed, in every format. */
class ITSchemaDrift {
    private static final String[] COLUMNS = {
        "a:bigint", "b:double", "c:decimal(12,4)", "d:decimal(20,2)", "e:string", "s:struct<x:bigint,y:string,z:double>"
    };

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

    private static List<String> rows(TestingLanes.Run run) {
        return lanes.rows(run.location()).orderBy("a").collectAsList().stream()
                .map(row -> row.mkString("|"))
                .toList();
    }

    /** A file of one row, by Spark's writer of the format. */
    private static void file(Path in, String format, String batch, String... columns) {
        try (BatchOutput made = BatchOutput.open(TestingLanes.uri(in), batch.repeat(8), () -> {})) {
            lanes.spark()
                    .range(1)
                    .selectExpr(columns)
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .options(made.options())
                    .format(format)
                    .save(made.location());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void columnarFilesAreReadByNameAndWidened(String format) throws IOException {
        Path in = lanes.input("wider-" + format);
        file(
                in,
                format,
                "aa",
                "cast(1 AS smallint) AS a",
                "cast(1.5 AS float) AS b",
                "cast(12.25 AS decimal(7,2)) AS c",
                "cast(7 AS int) AS d",
                "named_struct('x', 1, 'y', 'one') AS s");
        file(
                in,
                format,
                "bb",
                "named_struct('z', 2.5D, 'w', 'left out', 'x', 2L) AS s",
                "'new' AS e",
                "cast(123456.5 AS decimal(9,1)) AS d",
                "cast(99999999.1234 AS decimal(12,4)) AS c",
                "'left out' AS unknown",
                "2 AS a");

        TestingLanes.Run run = lanes.run(Kind.SPARK, TestingLanes.table(in, format, COLUMNS), List.of());

        assertThat(rows(run))
                .containsExactly(
                        "1|1.5|12.2500|7.00|null|[1,one,null]", "2|null|99999999.1234|123456.50|new|[2,null,2.5]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void whatDoesNotWidenNamesFileAndColumn(String format) throws IOException {
        String[][] drifts = {
            {"n:int", "5000000000L AS n"},
            {"n:int", "5L AS n"},
            {"n:float", "1.5D AS n"},
            {"n:decimal(7,2)", "cast(1.2345 AS decimal(12,4)) AS n"},
            {"n:decimal(9,4)", "cast(1.2 AS decimal(9,2)) AS n"},
            {"n:int", "'text' AS n"},
            {"n:timestamp", "'text' AS n"},
            {"n:struct<x:int>", "named_struct('x', 5L) AS n"},
            {"n:array<int>", "array(5L) AS n"},
            {"n:struct<x:int>", "1 AS n"},
        };
        for (int i = 0; i < drifts.length; i++) {
            Path in = lanes.input("narrower-" + format + i);
            file(in, format, "aa", drifts[i][1]);
            String column = drifts[i][0];
            assertThatThrownBy(() -> lanes.run(Kind.SPARK, TestingLanes.table(in, format, column), List.of()))
                    .as("%s %s", format, drifts[i][1])
                    .isInstanceOf(JobFailureException.class)
                    .hasMessageContaining("part-aaaaaaaaaaaaaaaa")
                    .hasMessageContaining("n");
        }
    }

    @Test
    void orcColumnsOfBoundedTextAndMarkedTimestampsAreRead() throws IOException {
        Path in = lanes.input("bounded");
        TypeDescription schema = TypeDescription.fromString("struct<v:varchar(5),c:char(3),l:array<varchar(5)>>");
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(in.resolve("a.orc").toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(schema))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            ListColumnVector list = (ListColumnVector) batch.cols[2];
            list.lengths[0] = 1;
            for (ColumnVector texts : new ColumnVector[] {batch.cols[0], batch.cols[1], list.child}) {
                ((BytesColumnVector) texts).setVal(0, "abc".getBytes(UTF_8));
            }
            batch.size = 1;
            writer.addRowBatch(batch);
        }
        TestingLanes.Run run = lanes.run(
                Kind.SPARK,
                TestingLanes.table(in, "orc", "v:varchar(5)", "c:char(3)", "l:array<varchar(5)>"),
                List.of());
        assertThat(lanes.rows(run.location()).first()).hasToString("[abc,abc,ArraySeq(abc)]");
        Path times = lanes.input("marked");
        file(
                times,
                "orc",
                "aa",
                "timestamp_ntz'2024-05-16 22:00:00' AS t",
                "array(timestamp_ntz'2024-05-16 22:00:00') AS l");
        run = lanes.run(Kind.SPARK, TestingLanes.table(times, "orc", "t:timestamp", "l:array<timestamp>"), List.of());
        assertThat(lanes.rows(run.location()).first().mkString("|"))
                .contains("2024-05-16T22:00|", "(2024-05-16T22:00)");
        Path numbers = lanes.input("unmarked");
        file(numbers, "orc", "aa", "1715896800000000L AS t");
        assertThatThrownBy(() -> lanes.run(Kind.SPARK, TestingLanes.table(numbers, "orc", "t:timestamp"), List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("column t is bigint in the file and timestamp in the table");
    }

    /** As a bookmark chooses them. */
    @Test
    void ofAnOrcTableOnlyTheChosenFilesAreReadAndEachOnce() throws IOException {
        Path in = lanes.input("chosen");
        file(in, "orc", "aa", "1 AS a");
        file(in.resolve("p=2"), "orc", "bb", "2 AS a");
        SourceTable described = SourceTable.of(TestingLanes.table(in, "orc", "a:int"), List.of());
        List<Folder> folders = List.of(
                described.folders().get(0),
                new Folder(
                        TestingLanes.uri(in.resolve("p=2")),
                        List.of(),
                        described.folders().get(0).files(),
                        BatchObjects.ALL));
        SourceReader reader = new SourceReader(lanes.spark(), OnError.FAIL);
        assertThat(reader.read(described, folders).orderBy("a").collectAsList().toString())
                .isEqualTo("[[1], [2]]");
        try (var files = Files.walk(in)) {
            List<SourceObject> second = files.filter(path -> path.toString().contains("part-bb")
                            && path.toString().endsWith(".orc"))
                    .map(path -> new SourceObject(
                            new InputObject("file:" + path, "e", 1, Instant.EPOCH),
                            described.folders().get(0)))
                    .toList();
            assertThat(second).hasSize(1);
            assertThat(reader.readObjects(described, second).collectAsList().toString())
                    .isEqualTo("[[2]]");
        }
    }

    private static void avro(Path file, String fields, String... records) throws IOException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [%s]}".formatted(fields));
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, file.toFile());
            for (String record : records) {
                writer.append(new GenericDatumReader<>(schema)
                        .read(null, DecoderFactory.get().jsonDecoder(schema, record)));
            }
        }
    }

    @Test
    void avroFilesAreReadByNameAndWidened() throws IOException {
        Path in = lanes.input("avro");
        avro(
                in.resolve("a.avro"),
                """
                {"name": "a", "type": "int"}, {"name": "b", "type": "float"},
                {"name": "c", "type": {"type": "bytes", "logicalType": "decimal", "precision": 7, "scale": 2}},
                {"name": "d", "type": "int"},
                {"name": "s", "type": {"type": "record", "name": "S", "fields": [
                  {"name": "x", "type": "int"}, {"name": "y", "type": "string"}]}}
                """,
                "{\"a\": 1, \"b\": 1.5, \"c\": \"\\u0004\\u00c9\", \"d\": 7, \"s\": {\"x\": 1, \"y\": \"one\"}}");
        avro(
                in.resolve("b.avro"),
                """
                {"name": "s", "type": {"type": "record", "name": "S", "fields": [
                  {"name": "z", "type": "double"}, {"name": "w", "type": "string"}, {"name": "x", "type": "long"}]}},
                {"name": "e", "type": "string"}, {"name": "unknown", "type": "string"}, {"name": "a", "type": "long"}
                """,
                "{\"s\": {\"z\": 2.5, \"w\": \"left out\", \"x\": 2}, \"e\": \"new\", \"unknown\": \"left out\", \"a\": 2}");

        TestingLanes.Run run = lanes.run(Kind.SPARK, TestingLanes.table(in, "avro", COLUMNS), List.of());

        assertThat(rows(run))
                .containsExactly("1|1.5|12.2500|7.00|null|[1,one,null]", "2|null|null|null|new|[2,null,2.5]");
        avro(in.resolve("c.avro"), "{\"name\": \"a\", \"type\": \"string\"}", "{\"a\": \"three\"}");
        assertThatThrownBy(() -> lanes.run(Kind.SPARK, TestingLanes.table(in, "avro", COLUMNS), List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("c.avro")
                .hasMessageContaining("column a");
    }

    @Test
    void nestedJsonIsReadByName() throws IOException {
        Path in = lanes.input("json");
        Files.writeString(in.resolve("a.json"), """
                {"a": 1, "b": 1.5, "c": 12.25, "d": 7, "s": {"x": 1, "y": "one"}}
                {"a": 2, "c": "99999999.1234", "d": 123456.5, "e": "new", "unknown": {"k": [1]}, "s": {"z": 2.5, "w": 1, "x": 2}}
                {"a": 3, "s": null}
                {"a": 4}
                {"a": 5, "s": {}}
                {"a": 6, "s": {"x": null, "z": 3}}
                """);

        TestingLanes.Run run = lanes.run(Kind.SPARK, TestingLanes.table(in, "json", COLUMNS), List.of());

        assertThat(rows(run))
                .containsExactly(
                        "1|1.5|12.2500|7.00|null|[1,one,null]",
                        "2|null|99999999.1234|123456.50|new|[2,null,2.5]",
                        "3|null|null|null|null|null",
                        "4|null|null|null|null|null",
                        "5|null|null|null|null|[null,null,null]",
                        "6|null|null|null|null|[null,null,3.0]");
        Files.writeString(in.resolve("b.json"), "{\"a\": 7, \"s\": {\"x\": 1.5}}\n");
        assertThatThrownBy(() -> lanes.run(Kind.SPARK, TestingLanes.table(in, "json", COLUMNS), List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("b.json, line 1, column s");
    }

    @ParameterizedTest
    @EnumSource
    void textIsReadByNameAndAsTheTablesTypes(Kind lane) throws IOException {
        String[] flat = {"a:bigint", "b:double", "c:decimal(12,4)", "d:decimal(20,2)", "e:string"};
        Path in = lanes.input("text-" + lane);
        Files.writeString(in.resolve("a.csv"), "a,b,c,d\n1,1.5,12.25,7\n");
        Files.writeString(in.resolve("b.csv"), "e,D,unknown,a,c\nnew,123456.5,left out,5000000000,99999999.1234\n");
        List<String> expected = List.of("1|1.5|12.2500|7.00|null", "5000000000|null|99999999.1234|123456.50|new");

        // Was b renamed to unknown? Only the user knows.
        assertThatThrownBy(() -> lanes.run(lane, TestingLanes.csv(in, flat), List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("b.csv: the header [e, D, unknown, a, c] does not have column b");
        assertThat(rows(lanes.run(lane, TestingLanes.csv(in, flat), List.of(), "--on-unknown-columns=ignore")))
                .isEqualTo(expected);
        Files.writeString(in.resolve("b.csv"), "e,D,unknown,a,c,b\nnew,123456.5,left out,5000000000,99999999.1234,\n");
        assertThat(rows(lanes.run(lane, TestingLanes.csv(in, flat), List.of()))).isEqualTo(expected);
        assertThatThrownBy(() -> lanes.run(lane, TestingLanes.csv(in, flat), List.of(), "--on-unknown-columns=fail"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("b.csv has column unknown, which the table does not have");
        Files.writeString(in.resolve("c.csv"), "a,c\n3,123456789.1\n");
        assertThatThrownBy(() -> lanes.run(lane, TestingLanes.csv(in, flat), List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("c.csv, line 2, column c: '123456789.1' is no decimal(12,4)");

        Path json = lanes.input("lines-" + lane);
        Files.writeString(json.resolve("a.json"), "{\"a\": 1, \"b\": 1.5, \"c\": 12.25, \"d\": 7}\n");
        Files.writeString(
                json.resolve("b.json"),
                "{\"e\": \"new\", \"d\": 123456.5, \"unknown\": [1], \"a\": 5000000000, \"c\": 99999999.1234}\n");
        assertThat(rows(lanes.run(lane, TestingLanes.table(json, "json", flat), List.of())))
                .isEqualTo(expected);
        assertThatThrownBy(() -> lanes.run(
                        lane,
                        TestingLanes.table(json, "json", flat),
                        List.of(),
                        "--on-unknown-columns=fail",
                        "--mappings=a,c"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("b.json has column unknown, which the table does not have");
    }
}
