package io.millrace.server.fault;

import static io.millrace.server.fault.TestingFiles.csv;
import static io.millrace.server.fault.TestingFiles.firstHalf;
import static io.millrace.server.fault.TestingFiles.gzip;
import static io.millrace.server.fault.TestingFiles.parquet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Files that are not what they seem, through the whole server: the crawl or run FAILED with the file and the reason, nothing
 * registered, and the next one works once the cause is gone. A minute each for the machine, so that most wait for {@code -Plong};
 * the job alone meets all of them in etl-jobs' {@code ITBadInput}.
 */
@Execution(ExecutionMode.CONCURRENT)
class ITBadFiles {
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
        assertThat(server.runFails("gzip")).contains("raw/gzip/a.csv.gz").containsIgnoringCase("end of");

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
}
