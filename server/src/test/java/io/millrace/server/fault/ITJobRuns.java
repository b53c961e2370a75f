package io.millrace.server.fault;

import static io.millrace.server.fault.TestingFiles.csv;
import static io.millrace.server.fault.TestingFiles.firstHalf;
import static io.millrace.server.fault.TestingFiles.gzip;
import static io.millrace.server.fault.TestingFiles.parquet;
import static io.millrace.server.fault.TestingJob.column;
import static io.millrace.server.fault.TestingJob.createSource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Runs in processes of their own, through the whole server. Files that are not what they seem: the crawl or run FAILED with the file and the reason,
 * nothing registered, and the next one works once the cause is gone; a minute each for the machine, so that most wait for {@code -Plong}, and the job
 * alone meets all of them in etl-jobs' {@code ITBadInput}. Queries as jobs, and ranges of runs that are read again.
 */
@Execution(ExecutionMode.CONCURRENT)
class ITJobRuns {
    @TempDir
    static Path folder;

    private static TestingFaultyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestingFaultyServer.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    @Tag("long")
    void anEmptyFileIsNamedWhenItIsAllAndNoRowsBesideOthers() {
        server.put("empty/a.csv", "");

        assertThat(server.crawlFails("empty"))
                .startsWith("No object in s3://raw/empty/ can be read.")
                .contains("s3://raw/empty/a.csv: the file is empty");
        assertThat(server.findTable("raw", "empty")).isEmpty();
        assertThat(server.queryFails("SELECT * FROM raw.empty")).contains("raw.empty", "does not exist");
        assertThat(server.runFails("empty"))
                .isEqualTo("Cannot read table raw.empty: the catalog has no such table; has its crawler run?");

        server.put("empty/b.csv", csv(9));
        server.crawlSucceeds("empty");
        server.runSucceeds("empty");
        assertThat(server.queryValue("SELECT count(*) FROM raw.empty")).isEqualTo("9");
        assertThat(server.queryValue("SELECT count(*) FROM lake_empty.empty")).isEqualTo("9");
    }

    @Test
    @Tag("long")
    void aTruncatedGzipIsNamedByCrawlQueryAndJob() throws IOException {
        byte[] whole = gzip(csv(500));
        server.put("gzip/a.csv.gz", firstHalf(whole));
        assertThat(server.crawlFails("gzip")).contains("s3://raw/gzip/a.csv.gz: the gzip file is truncated");
        assertThat(server.findTable("raw", "gzip")).isEmpty();

        server.put("gzip/a.csv.gz", whole);
        server.crawlSucceeds("gzip");
        server.put("gzip/a.csv.gz", firstHalf(whole));
        assertThat(server.queryFails("SELECT count(*) FROM raw.gzip"))
                .isEqualTo("HIVE_BAD_DATA: Error reading s3://raw/gzip/a.csv.gz: no complete gzip data");
        assertThat(server.runFails("gzip")).isEqualTo("Cannot uncompress s3://raw/gzip/a.csv.gz: it ends too early");

        server.put("gzip/a.csv.gz", whole);
        server.runSucceeds("gzip");
        assertThat(server.queryValue("SELECT count(*) FROM raw.gzip")).isEqualTo("500");
        assertThat(server.queryValue("SELECT count(*) FROM lake_gzip.gzip")).isEqualTo("500");
    }

    @Test
    @Tag("long")
    void aParquetFileThatIsNoneIsNamedByCrawlQueryAndJob() throws Exception {
        byte[] none = "PAR1 This is no Parquet file, whatever its name says.".getBytes(StandardCharsets.US_ASCII);
        server.put("none/a.parquet", none);
        assertThat(server.crawlFails("none")).contains("s3://raw/none/a.parquet: the Parquet file is truncated");
        assertThat(server.findTable("raw", "none")).isEmpty();

        server.put("none/b.parquet", parquet(folder, 30));
        assertThat(server.crawl("none").errorMessage()).startsWith("Skipped 1: s3://raw/none/a.parquet");
        assertThat(server.queryFails("SELECT count(*) FROM raw.none"))
                .startsWith("HIVE_BAD_DATA: Error reading s3://raw/none/a.parquet");
        assertThat(server.runFails("none")).contains("raw/none/a.parquet").contains("not a Parquet file");

        server.delete("none/a.parquet");
        server.runSucceeds("none");
        assertThat(server.queryValue("SELECT count(*) FROM raw.none")).isEqualTo("30");
        assertThat(server.queryValue("SELECT sum(id) FROM lake_none.none")).isEqualTo("465");
    }

    @Test
    @Tag("long")
    void aRowWithTooFewFieldsFailsTheJobAndIsNullInQueries() {
        server.put("few/a.csv", csv(9).replace("7,7.5", "7"));
        server.crawlSucceeds("few");

        assertThat(server.queryValue("SELECT count(*) FROM raw.few WHERE price IS NULL"))
                .isEqualTo("1");
        assertThat(server.runFails("few"))
                .contains("raw/few/a.csv")
                .contains("line 8: the row has 1 field and not 2; the row is: 7");

        server.put("few/a.csv", csv(9));
        server.runSucceeds("few");
        assertThat(server.queryValue("SELECT sum(price) FROM lake_few.few")).isEqualTo("49.5");
    }

    @Test
    void aRowWithTooManyFieldsLeavesTheEarlierResultAsItWas() {
        server.put("many/a.csv", csv(9));
        server.crawlSucceeds("many");
        server.runSucceeds("many");
        Table before = server.findTable("lake_many", "many").orElseThrow();

        server.put("many/a.csv", csv(20).replace("7,7.5", "7,7.5,8.5"));
        assertThat(server.queryValue("SELECT sum(price) FROM raw.many")).isEqualTo("220.0");
        assertThat(server.runFailsOverAnEarlierResult("many"))
                .contains("raw/many/a.csv")
                .contains("line 8: the row has 3 fields and not 2", "7,7.5,8.5");
        assertThat(server.findTable("lake_many", "many")).contains(before);
        assertThat(server.queryValue("SELECT sum(price) FROM lake_many.many")).isEqualTo("49.5");

        server.put("many/a.csv", csv(20));
        server.runSucceeds("many");
        assertThat(server.queryValue("SELECT sum(price) FROM lake_many.many")).isEqualTo("220.0");
    }

    @Test
    @Tag("long")
    void aFileThatDisappearsAfterTheCrawlIsMissedUntilACrawlConfirmsItsEnd() {
        server.put("gone/day=1/a.csv", csv(9));
        server.put("gone/day=2/a.csv", csv(20));
        server.crawlSucceeds("gone");
        server.delete("gone/day=2/a.csv");

        // As on AWS, a query finds no rows where there are no files; the job does not take that for the truth.
        assertThat(server.queryValue("SELECT count(*) FROM raw.gone")).isEqualTo("9");
        assertThat(server.runFails("gone"))
                .isEqualTo("No data at s3://raw/gone/day=2/, where the catalog has partition [2] of table raw.gone;"
                        + " if its files are gone for good, run the crawler again");

        server.crawlSucceeds("gone");
        server.runSucceeds("gone");
        assertThat(server.queryValue("SELECT count(*) FROM lake_gone.gone")).isEqualTo("9");
    }

    @Test
    void aQueryOverTwoTablesBecomesATypedTableWithPartitions() {
        server.put("rides/a.csv", "1,7,1.25,2020-01-31 10:00:00\n2,7,2.50,2020-02-01 10:00:00\n");
        server.put("rides/b.csv", "3,8,4.00,2021-01-01 00:00:00\n4,9,8.00,2021-01-01 00:00:00\n");
        server.put("zones/a.csv", "7,north\n8,south\n");
        createSource(
                server,
                "rides",
                column("id", "bigint"),
                column("zone", "int"),
                column("fare", "decimal(8,2)"),
                column("at", "timestamp"));
        createSource(server, "zones", column("zone", "int"), column("name", "string"));

        server.createQueryJob("fares", """
                SELECT z.name, count(*) AS n, sum(r.fare) AS total, year(r.at) AS year
                FROM raw.rides r JOIN raw.zones z ON r.zone = z.zone
                GROUP BY z.name, year(r.at)
                """, "--partition-keys", "year");
        server.runSucceeds("fares");

        Table table = server.findTable("lake_fares", "fares").orElseThrow();
        assertThat(table.storageDescriptor().columns())
                .extracting(found -> found.name() + " " + found.type())
                .containsExactly("name string", "n bigint", "total decimal(18,2)");
        assertThat(table.partitionKeys())
                .extracting(found -> found.name() + " " + found.type())
                .containsExactly("year string");
        assertThat(server.glue()
                        .getPartitions(get -> get.databaseName("lake_fares").tableName("fares"))
                        .partitions())
                .extracting(Partition::values)
                .containsExactlyInAnyOrder(List.of("2020"), List.of("2021"));
        assertThat(server.queryColumn(
                        "SELECT concat(name, ' ', CAST(n AS varchar), ' ', CAST(total AS varchar), ' ', CAST(year AS varchar))"
                                + " FROM lake_fares.fares ORDER BY year"))
                .containsExactly("north 2 3.75 2020", "south 1 4.00 2021");

        server.createQueryJob("wrong", "SELECT fares FROM raw.rides");
        assertThat(server.runFails("wrong"))
                .startsWith("Argument '--sql': ")
                .contains("fares", "line 1, position ")
                .doesNotContain("SQLSTATE")
                .containsOnlyOnce("cannot be resolved");
    }

    @Test
    void aRangeOfRunsIsReadAgainAndTheBookmarkStays() throws JsonProcessingException {
        createSource(server, "ranges", column("v", "bigint"));
        server.put("ranges/a.csv", "1\n");
        JobRun first = server.run("ranges", "--job-bookmark-option", "job-bookmark-enable");
        assertThat(first.jobRunState()).as(first.errorMessage()).isEqualTo(JobRunState.SUCCEEDED);
        server.put("ranges/b.csv", "2\n3\n");
        JobRun second = server.run("ranges");
        assertThat(second.jobRunState()).as(second.errorMessage()).isEqualTo(JobRunState.SUCCEEDED);
        server.put("ranges/c.csv", "4\n");
        JsonNode bookmark = bookmark("ranges");

        JobRun again = server.runWith("ranges", range(first.id(), second.id()));
        assertThat(again.jobRunState()).as(again.errorMessage()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(server.queryColumn("SELECT v FROM lake_ranges.again ORDER BY v"))
                .containsExactly("2", "3");
        assertThat(server.queryColumn("SELECT v FROM lake_ranges.ranges ORDER BY v"))
                .containsExactly("1", "2", "3");
        assertThat(bookmark.path("inputs").asInt()).isEqualTo(2);
        assertThat(bookmark("ranges")).isEqualTo(bookmark);

        JobRun refused = server.runWith("ranges", range("jr_unknown", second.id()));
        assertThat(refused.jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(refused.errorMessage())
                .startsWith("Cannot read again what the runs after jr_unknown up to " + second.id() + " have read: ")
                .doesNotContain("\tat ");
    }

    private static Map<String, String> range(String after, String upTo) {
        return Map.of(
                "--job-bookmark-option", "job-bookmark-pause",
                "--job-bookmark-from", after,
                "--job-bookmark-to", upTo,
                "--target-table", "again",
                "--target-path", "s3://lake/again/");
    }

    /** That part of the job's bookmark which is of the table that bears the job's name; a range that goes elsewhere adds one of its own. */
    private static JsonNode bookmark(String job) throws JsonProcessingException {
        String all = server.glue()
                .getJobBookmark(get -> get.jobName(job))
                .jobBookmarkEntry()
                .jobBookmark();
        return StreamSupport.stream(
                        new ObjectMapper().readTree(all).path("targets").spliterator(), false)
                .filter(target -> target.path("table").asText().equals(job))
                .findFirst()
                .orElseThrow();
    }
}
