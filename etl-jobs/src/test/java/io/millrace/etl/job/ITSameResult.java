package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.lanes.LaneChoice.Kind;
import io.millrace.etl.job.lanes.LaneResult;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.text.CsvOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Both lanes on the same tables, files and plans, made by chance from seeds: the same values, nulls, types and folders; and the columnar lane rejects the
 * rows that Spark's own reader rejects. A failure names the seed.
 */
class ITSameResult {
    /** Of each kind of table: formats, encodings, compressions, line ends. */
    private static final int FILES = 12;

    private static final int MANY_FILES = 28;

    /** Among them all shapes; every fourth seed is for Spark's own reader, too. */
    private static final long[] SEEDS = {4, 7, 10, 14, 22};

    @TempDir
    static Path folder;

    private static TestingLanes lanes;

    @BeforeAll
    static void start() {
        lanes = new TestingLanes(folder);
        lanes.spark().conf().set("spark.sql.shuffle.partitions", "2");
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    @Test
    void lanesAgree() throws IOException {
        Set<String> shapes = new TreeSet<>();
        for (long seed : SEEDS) {
            shapes.addAll(compare(seed, FILES));
        }
        assertThat(shapes)
                .contains(
                        "UTF-8",
                        "ISO-8859-1",
                        "UTF-16",
                        "line ends in quotes",
                        "1-byte line ends",
                        "2-byte line ends",
                        "compression gz",
                        "compression zstd",
                        "compression bzip2");
    }

    @Test
    @Tag("long")
    void lanesAgreeOnThousandsOfFiles() throws IOException {
        for (long seed = 1000; seed < 1300; seed++) {
            compare(seed, MANY_FILES);
        }
    }

    /** @return what was among the files */
    private static Set<String> compare(long seed, int files) throws IOException {
        RandomTable random = new RandomTable(seed);
        int badShare = (int) (seed % 3) * 4;
        Path in = lanes.input("seed" + seed);
        random.write(in, files, badShare);
        Table table = random.table(in);
        String[] plan = random.arguments();
        String what = "seed %d, %s, %s".formatted(seed, random, Arrays.toString(plan));

        assertSame(what, run(Kind.SPARK, table, plan, "null"), run(Kind.COLUMNAR, table, plan, "null"));
        Optional<TestingLanes.Run> strict = run(Kind.SPARK, table, plan, "fail");
        assertSame(what, strict, run(Kind.COLUMNAR, table, plan, "fail"));
        Optional<TestingLanes.Run> kept = run(Kind.SPARK, table, plan, "quarantine");
        Optional<TestingLanes.Run> apart = run(Kind.COLUMNAR, table, plan, "quarantine");
        assertSame(what, kept, apart);
        assertThat(quarantined(apart.orElseThrow())).as(what).isEqualTo(quarantined(kept.orElseThrow()));
        assertRejected(what, table, random.isForSparksReader());
        return random.shapes();
    }

    /** Empty if the run failed on the input. */
    private static Optional<TestingLanes.Run> run(Kind lane, Table table, String[] plan, String onError) {
        List<String> arguments = new ArrayList<>(List.of(plan));
        arguments.add("--on-error=" + onError);
        try {
            return Optional.of(lanes.run(lane, table, List.of(), arguments.toArray(String[]::new)));
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare.
            assertThat(onError).as("only strict runs may fail: %s", e).isEqualTo("fail");
            return Optional.empty();
        }
    }

    private static void assertSame(String what, Optional<TestingLanes.Run> spark, Optional<TestingLanes.Run> columnar)
            throws IOException {
        assertThat(columnar.isPresent())
                .as("success of the columnar lane, %s", what)
                .isEqualTo(spark.isPresent());
        if (spark.isEmpty()) {
            return;
        }
        LaneResult theirs = spark.get().result();
        LaneResult ours = columnar.get().result();
        assertThat(List.of(ours.rowsRead(), ours.rowsFiltered(), ours.rowsWritten()))
                .as(what)
                .isEqualTo(List.of(theirs.rowsRead(), theirs.rowsFiltered(), theirs.rowsWritten()));
        if (ours.rowsWritten() > 0) {
            assertThat(folders(columnar.get())).as(what).isEqualTo(folders(spark.get()));
            Dataset<Row> expected = lanes.rows(spark.get().location());
            Dataset<Row> actual = lanes.rows(columnar.get().location());
            assertThat(actual.schema()).as(what).isEqualTo(expected.schema());
            assertThat(texts(actual)).as(what).isEqualTo(texts(expected));
        }
    }

    private static List<String> folders(TestingLanes.Run run) throws IOException {
        return TestingLanes.files(run.location()).stream()
                .map(file -> file.substring(0, Math.max(0, file.lastIndexOf('/'))))
                .distinct()
                .toList();
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> row.mkString("|"))
                .sorted()
                .toList();
    }

    /** Both lanes put the same rows into quarantine, with line, column and reason; and they are those that Spark's reader calls corrupt, text by text. */
    private static void assertRejected(String what, Table table, boolean likeSpark) throws IOException {
        TestingLanes.Run run = lanes.run(Kind.COLUMNAR, table, List.of(), "--on-error=quarantine");
        TestingLanes.Run spark = lanes.run(Kind.SPARK, table, List.of(), "--on-error=quarantine");
        assertSame(what, Optional.of(spark), Optional.of(run));
        assertThat(quarantined(run)).as(what).isEqualTo(quarantined(spark));
        List<String> rejected = run.result().rowsRejected() == 0
                ? List.of()
                : texts(lanes.rows(run.quarantine()).select("row_text"));
        if (likeSpark) {
            assertThat(rejected).as(what).isEqualTo(texts(corrupt(SourceTable.of(table, List.of()))));
        }
        assertThat(run.result().rowsRead()).as(what).isEqualTo(run.result().rowsWritten() + rejected.size());
    }

    private static List<String> quarantined(TestingLanes.Run run) {
        return run.result().rowsRejected() == 0 ? List.of() : texts(lanes.rows(run.quarantine()));
    }

    private static Dataset<Row> corrupt(SourceTable source) {
        StructType schema = new StructType();
        for (SourceTable.SourceColumn column : source.columns()) {
            schema = schema.add(column.name(), HiveTypes.toSpark(column.type()));
        }
        schema = schema.add("_corrupt", DataTypes.StringType);
        Map<String, String> options = source.format() == SourceTable.Format.CSV ? CsvOptions.of(source) : Map.of();
        var reader = lanes.spark()
                .read()
                .options(options)
                .option("columnNameOfCorruptRecord", "_corrupt")
                .schema(schema);
        String location = source.folders().get(0).location();
        Dataset<Row> rows = source.format() == SourceTable.Format.CSV ? reader.csv(location) : reader.json(location);
        // Spark refuses to read the corrupt texts alone; it does read them from a cached table.
        return rows.cache().filter(functions.col("_corrupt").isNotNull()).select("_corrupt");
    }
}
