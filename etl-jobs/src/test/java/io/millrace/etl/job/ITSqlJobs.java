package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.lanes.SparkLane;
import io.millrace.etl.job.query.SqlQuery;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of {@code --sql} over a catalog's tables, local files and Spark. */
class ITSqlJobs {
    @TempDir
    static Path folder;

    private static TestingLanes lanes;
    private static InMemoryCatalog catalog;
    private static int runs;

    @BeforeAll
    static void start() throws IOException {
        lanes = new TestingLanes(folder);
        lanes.spark().conf().set("spark.sql.shuffle.partitions", "2");
        catalog = new InMemoryCatalog();
        Path trips = lanes.input("trips");
        Files.writeString(
                trips.resolve("a.csv"),
                "id,zone,fare,at\n1,7,10.50,2020-01-05 10:00:00\n2,8,4.25,2020-02-05 11:00:00\n");
        Files.writeString(
                trips.resolve("b.csv"),
                "id,zone,fare,at\n3,7,2.00,2020-01-06 00:00:00\n4,9,1.00,2020-01-07 00:00:00\n");
        catalog.put(TestingLanes.csv(trips, "id:int", "zone:int", "fare:decimal(9,2)", "at:timestamp"));
        Path zones = lanes.input("zones");
        Files.writeString(
                zones.resolve("a.json"),
                "{\"zone\": 7, \"name\": \"north\", \"tags\": [\"a\"]}\n{\"zone\": 8, \"name\": \"south\"}\n");
        catalog.put(TestingLanes.table(zones, "json", "zone:bigint", "name:string", "tags:array<string>"));
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    private static JobArguments arguments(String sql, String... more) {
        String name = "t" + runs++;
        List<String> arguments = new ArrayList<>(List.of(
                "--sql=" + sql,
                "--target-path=file://" + folder.resolve("lake").resolve(name) + "/",
                "--target-database=lake",
                "--target-table=" + name));
        arguments.addAll(List.of(more));
        return JobArguments.parse(arguments);
    }

    /** The rows that a run leaves, in their order. */
    private static List<String> rows(String sql, String... more) {
        JobArguments arguments = arguments(sql, more);
        RawToParquet job =
                new RawToParquet(catalog, catalog, catalog.batches(), (name, run) -> false, InstantSource.system());
        SqlQuery.Checked query = SqlQuery.check(lanes.spark(), catalog, arguments);
        RunPlan plan = job.plan(arguments, query);
        assertThat(plan.lane()).hasToString("spark lane, because --sql is a query in Spark SQL");
        RunSummary summary = job.run(
                SparkLane.of(lanes.spark(), query), lanes.spark().sessionState().newHadoopConf(), plan);
        List<String> rows = lanes.rows(arguments.targetPath().replace("file://", "file:")).collectAsList().stream()
                .map(row -> row.mkString("|"))
                .sorted()
                .toList();
        assertThat(summary.rowsOut()).isEqualTo(rows.size());
        return rows;
    }

    private static void refuses(String message, String sql, String... more) {
        assertThatThrownBy(() -> rows(sql, more))
                .isInstanceOf(JobFailureException.class)
                .hasMessageStartingWith("Argument '--sql': ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("SQLSTATE");
    }

    @Test
    void joinsAggregatesAndPartitions() {
        assertThat(rows("""
                        WITH busy AS (SELECT zone, count(*) AS n, sum(fare) AS total FROM raw.trips GROUP BY zone)
                        SELECT z.name, busy.n, busy.total, z.tags, year(max(t.at)) AS year
                        FROM busy JOIN raw.zones z ON z.zone = busy.zone JOIN raw.trips AS t ON t.zone = busy.zone
                        GROUP BY ALL
                        """, "--partition-keys=year"))
                .containsExactly("north|2|12.50|ArraySeq(a)|2020", "south|1|4.25|null|2020");
    }

    @Test
    void windowsSubqueriesAndTheDefaultDatabase() {
        assertThat(rows(
                        "SELECT Id, trips.fare, rank() OVER (PARTITION BY zone ORDER BY raw.trips.fare DESC) AS place FROM trips"
                                + " WHERE zone IN (SELECT zone FROM zones) AND fare < (SELECT max(fare) + 1 FROM raw.trips)",
                        "--source-database=raw"))
                .containsExactly("1|10.50|1", "2|4.25|1", "3|2.00|2");
        assertThat(rows("SELECT count(*) AS n, current_date() > DATE '2000-01-01' AS late FROM raw.trips WHERE id < 0"))
                .containsExactly("0|true");
    }

    @Test
    void saysInASentenceWhatIsWrong() {
        refuses("line 1, position ", "SELECT id FORM raw.trips WHERE");
        refuses("nothing` cannot be resolved", "SELECT nothing AS a FROM raw.trips");
        refuses("write table trips as database.table, or give --source-database", "SELECT id FROM trips");
        refuses("write one query", "DROP TABLE raw.trips");
        refuses("write one query", "INSERT INTO raw.trips SELECT * FROM raw.trips");
        refuses("the column count(1) needs a name", "SELECT count(*) FROM raw.trips");
        refuses(
                "two columns are named zone",
                "SELECT t.zone, z.zone FROM raw.trips t JOIN raw.zones z ON t.zone = z.zone");
        refuses("column a is void", "SELECT NULL AS a FROM raw.trips");
        assertThatThrownBy(() -> rows("SELECT id FROM raw.none")).hasMessageContaining("none");
        assertThatThrownBy(() -> rows("SELECT 1 / (id - 1) AS x FROM raw.trips"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageStartingWith("The query of '--sql' failed: Division by zero");
    }

    @Test
    void aBadRowOfASourceEndsTheRunWithItsFile() throws IOException {
        Path bad = lanes.input("bad");
        Files.writeString(bad.resolve("a.csv"), "id\nx\n");
        catalog.put(TestingLanes.csv(bad, "id:int"));
        assertThatThrownBy(() -> rows("SELECT sum(id) AS n FROM raw.bad"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("a.csv, line 2, column id: 'x' is no int");
        assertThat(rows("SELECT count(*) AS n, sum(id) AS s FROM raw.bad", "--on-error=null"))
                .containsExactly("1|null");
    }

    @Test
    void whatAQueryCannotBeCombinedWith() {
        for (String[] refused : new String[][] {
            {"--select=id", "says what a query says too"},
            {"--source-table=trips", "says what a query says too"},
            {"--job-bookmark-option=job-bookmark-enable", "With '--sql' a job has no bookmark"},
            {"--on-error=quarantine", "cannot be put into quarantine"},
            {"--lane=columnar", "has no joins"},
            {"--table-format=iceberg", "leave --table-format iceberg out"},
        }) {
            assertThatThrownBy(() -> rows("SELECT id FROM raw.trips", refused[0]))
                    .isInstanceOf(JobFailureException.class)
                    .hasMessageContaining(refused[1]);
        }
    }
}
