package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.LaneChoice.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;

/** The lanes on local files: what the columnar one does with filters, bad rows and splits. */
class ITLanes {
    private static final Map<String, String> CSV = Map.of("classification", "csv", "skip.header.line.count", "1");
    private static final Map<String, String> COMMA = Map.of("field.delim", ",");

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
        return InMemoryCatalog.crawled(name, "file:" + folder.resolve("in").resolve(name) + "/", CSV, COMMA, columns);
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(row -> row.mkString("|")).toList();
    }

    @Test
    void routesRowsToPartitions() throws IOException {
        Path in = lanes.input("months");
        Files.writeString(
                in.resolve("a.csv"), "at,v\n2020-01-05 10:00:00,1\n2020-02-05 10:00:00,2\n2020-01-06 00:00:00,3\n");
        Files.writeString(in.resolve("b.csv"), "at,v\n2020-02-07 10:00:00,4\n");

        TestingLanes.Run run = lanes.run(
                Kind.COLUMNAR, table("months", "at:timestamp", "v:int"), List.of(), "--partition-keys=year,month");

        assertThat(TestingLanes.files(run.location()))
                .containsExactly(
                        "year=2020/month=1/part-0123456789abcdef-00000.snappy.parquet",
                        "year=2020/month=2/part-0123456789abcdef-00000.snappy.parquet");
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

    @Test
    void keepsBadRowsWithFileLineAndReason() throws IOException {
        Path in = lanes.input("bad");
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\nx,2.5\n3\n4,4.5\n300,5.5\n");
        Table table = table("bad", "id:int", "v:double");

        TestingLanes.Run run =
                lanes.run(Kind.COLUMNAR, table, List.of(), "--on-error=quarantine", "--mappings=id>id:tinyint,v");

        assertThat(texts(lanes.rows(run.location()).orderBy("id").collectAsList()))
                .containsExactly("1|1.5", "4|4.5");
        assertThat(run.result().rowsRead()).isEqualTo(5);
        assertThat(run.result().rowsRejected()).isEqualTo(3);
        assertThat(run.result().rowsWritten()).isEqualTo(2);
        String file = "file:" + in.resolve("a.csv");
        assertThat(texts(lanes.rows(run.quarantine()).orderBy("line").collectAsList()))
                .containsExactly(
                        file + "|3|id|'x' is no int|x,2.5",
                        file + "|4|null|the row has 1 fields and not 2|3",
                        file + "|6|id|300 is no tinyint in CAST(id AS tinyint)|300,5.5");
        assertThat(TestingLanes.files(run.quarantine())).containsExactly("part-0123456789abcdef-00000.snappy.parquet");
    }

    @Test
    void failsOnTooManyBadRows() throws IOException {
        Path in = lanes.input("limit");
        Files.writeString(in.resolve("a.csv"), "id,v\nx,1.5\ny,2.5\n3,3.5\n");
        Table table = table("limit", "id:int", "v:double");

        assertThatThrownBy(() -> lanes.run(Kind.COLUMNAR, table, List.of(), "--on-error=quarantine", "--max-errors=1"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("More rows of table raw.limit do not fit it than --max-errors allows, which is 1")
                .hasMessageContaining("a.csv, line 3: 'y' is no int");
        assertThatThrownBy(
                        () -> lanes.run(Kind.COLUMNAR, table, List.of(), "--on-error=quarantine", "--max-errors=50%"))
                .hasMessage(
                        "2 of 3 rows of table raw.limit do not fit it, and --max-errors allows 50%; nothing was changed");
        assertThat(lanes.run(Kind.COLUMNAR, table, List.of(), "--on-error=quarantine", "--max-errors=70%")
                        .result()
                        .rowsRejected())
                .isEqualTo(2);
    }

    @Test
    void failsOnTheFirstBadRowAndLeavesNothing() throws IOException {
        Path in = lanes.input("fail");
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\nx,2.5\n");
        Table table = table("fail", "id:int", "v:double");

        assertThatThrownBy(() -> lanes.run(Kind.COLUMNAR, table, List.of()))
                .isInstanceOf(JobFailureException.class)
                .hasMessage("file:%s, line 3, column id: 'x' is no int; the row is: x,2.5", in.resolve("a.csv"));
        assertThatThrownBy(() -> lanes.run(Kind.COLUMNAR, table, List.of(), "--mappings=v>v:int,id>i"))
                .hasMessageContaining("line 3, column id");
    }

    @Test
    void findsColumnsByTheHeadersNames() throws IOException {
        Path in = lanes.input("drift");
        Files.writeString(in.resolve("a.csv"), "id,v\n1,1.5\n");
        Files.writeString(in.resolve("b.csv"), "V,note,ID\n2.5,two,2\n");
        Files.writeString(in.resolve("c.csv"), "id\n3\n");
        Table table = table("drift", "id:int", "v:double", "note:string");

        TestingLanes.Run run = lanes.run(Kind.COLUMNAR, table, List.of());

        assertThat(texts(lanes.rows(run.location()).orderBy("id").collectAsList()))
                .containsExactly("1|1.5|null", "2|2.5|two", "3|null|null");
        Files.writeString(in.resolve("d.csv"), "id,other\n4,x\n");
        assertThatThrownBy(() -> lanes.run(Kind.COLUMNAR, table, List.of()))
                .hasMessageContaining("d.csv")
                .hasMessageContaining("column v");
    }
}
