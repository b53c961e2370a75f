package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.etl.job.run.RunSummary;
import io.millrace.etl.worker.TestingReasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;

/** Bad input ends a run with a reason, leaves nothing behind, and does not hinder the next run. */
class ITBadInput {
    private static final Map<String, String> CSV = Map.of("classification", "csv", "skip.header.line.count", "1");
    private static final Map<String, String> COMMA = Map.of("field.delim", ",");
    private static final String GOOD = "id,v\n1,1.5\n2,2.5\n";

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

    private Table numbers(String name) {
        return InMemoryCatalog.crawled(name, "s3://raw/" + name + "/", CSV, COMMA, "id:bigint", "v:double");
    }

    /** Runs, expects a failure that leaves nothing, and returns what the user reads. */
    private String failure(String name, String... more) {
        Throwable failure = catchThrowable(() -> lake.run(catalog, name, more));
        assertThat(failure).as("the failure of " + name).isNotNull();
        assertThat(catalog.changes()).as("changes of the catalog").isZero();
        assertThat(lake.objects(name)).isEmpty();
        assertThat(lake.unfinishedUploads()).isZero();
        return TestingReasons.of(failure);
    }

    private void assertNextRunWorks(String name) {
        lake.upload(name + "/b.csv", GOOD);
        assertThat(lake.run(catalog, name).rowsOut()).isEqualTo(2);
        assertThat(catalog.findTable("lake", name)).isPresent();
    }

    @Test
    void failsOnRowsWithTooFewFields() {
        lake.upload("few/b.csv", "id,v\n1,1.5\n2\n");
        catalog.put(numbers("few"));

        assertThat(failure("few")).contains("raw/few/b.csv").contains("2").contains("the row has 1 field and not 2");
        assertNextRunWorks("few");
    }

    @Test
    void putsBadRowsIntoQuarantineOnceAndTakesThemOutAgain() {
        lake.upload("kept/b.csv", "id,v\n1,1.5\nx,2.5\n");
        catalog.put(numbers("kept"));
        for (int run = 0; run < 2; run++) {
            RunSummary summary = lake.run(catalog, "kept", "--on-error=quarantine");
            assertThat(summary.rowsRejected()).isEqualTo(1);
            assertThat(summary.rowsOut()).isEqualTo(1);
            assertThat(lake.query("kept_quarantine", "SELECT * FROM lake"))
                    .extracting(Row::mkString)
                    .containsExactly("s3://raw/kept/b.csv3id'x' is no bigintx,2.5");
        }
        Table quarantine = catalog.loadTable("lake", "kept_quarantine");
        assertThat(quarantine.storageDescriptor().location()).isEqualTo("s3://lake/kept_quarantine/");
        assertThat(quarantine.parameters().keySet()).noneMatch(key -> key.startsWith("millrace."));

        lake.upload("kept/b.csv", GOOD);
        lake.run(catalog, "kept", "--on-error=quarantine");
        assertThat(lake.objects("kept_quarantine")).isEmpty();
        assertThat(lake.unfinishedUploads()).isZero();
    }

    @Test
    void failsOnRowsWithTooManyFields() {
        lake.upload("many/b.csv", "id,v\n1,1.5\n2,2.5,9\n");
        catalog.put(numbers("many"));

        assertThat(failure("many")).contains("raw/many/b.csv").contains("9");
        assertNextRunWorks("many");
    }

    @Test
    void failsOnCellsOfAnotherType() {
        lake.upload("type/b.csv", "id,v\n1,1.5\nseven,2.5\n");
        catalog.put(numbers("type"));

        assertThat(failure("type")).contains("raw/type/b.csv").contains("seven");
        assertNextRunWorks("type");
    }

    @Test
    void makesBadCellsNullWhenAsked() {
        lake.upload("nulls/b.csv", "id,v\n1,1.5\nseven,2.5\n3\n4,4.5,9\n");
        catalog.put(numbers("nulls"));

        lake.run(catalog, "nulls", "--on-error", "null");

        assertThat(lake.query("nulls", "SELECT id, v FROM lake"))
                .extracting(Row::mkString)
                .containsExactlyInAnyOrder("11.5", "null2.5", "3null", "44.5");
    }

    @Test
    void failsOnTruncatedGzip() throws IOException {
        StringBuilder rows = new StringBuilder("id,v\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append(',').append(i * 7 % 1000).append(".5\n");
        }
        byte[] whole = TestingLake.gzip(rows.toString());
        lake.upload("gzip/a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
        catalog.put(numbers("gzip"));

        assertThat(failure("gzip")).contains("raw/gzip/a.csv.gz").contains("it ends too early");
        lake.s3().deleteObject(request -> request.bucket("raw").key("gzip/a.csv.gz"));
        assertNextRunWorks("gzip");
    }

    @Test
    void failsOnParquetThatIsNone() {
        lake.upload("none/a.parquet", "This is no Parquet file, whatever its name says.");
        catalog.put(InMemoryCatalog.crawled(
                "none", "s3://raw/none/", Map.of("classification", "parquet"), Map.of(), "id:bigint"));

        assertThat(failure("none")).contains("raw/none/a.parquet").contains("not a Parquet file");
    }

    @Test
    void failsWhenThePlaceIsEmptyThatTheCrawlerFoundFull() {
        catalog.put(numbers("gone"));

        assertThat(failure("gone")).startsWith("No data at s3://raw/gone/").contains("crawler");
        assertNextRunWorks("gone");
    }

    @Test
    void namesTheBucketThatIsNotThere() {
        catalog.put(InMemoryCatalog.crawled("away", "s3://nowhere/away/", CSV, COMMA, "id:bigint", "v:double"));
        assertThat(failure("away"))
                .isEqualTo("Cannot list s3://nowhere/away/: there is no bucket nowhere; make it, or name another");
        catalog.put(InMemoryCatalog.crawled("away", "s3://No_Bucket/away/", CSV, COMMA, "id:bigint", "v:double"));
        assertThat(failure("away")).startsWith("Cannot list s3://No_Bucket/away/: that is no name of a bucket");

        lake.upload("here/a.csv", GOOD);
        catalog.put(numbers("here"));
        for (String mode : List.of("overwrite", "append")) {
            assertThat(catchThrowable(() -> lake.runTo(catalog, "here", "s3://nowhere/x/", "--write-mode=" + mode)))
                    .hasMessage("Cannot list s3://nowhere/x/: there is no bucket nowhere; make it, or name another");
        }
        assertThat(catalog.changes()).isZero();
    }

    @Test
    void takesEmptyFilesAsNoRows() {
        lake.upload("empty/b.csv", "");
        catalog.put(numbers("empty"));

        assertThat(lake.run(catalog, "empty", "--partition-keys", "id").rowsOut())
                .isZero();
        assertThat(catalog.findTable("lake", "empty")).isPresent();
        assertThat(catalog.listPartitions("lake", "empty")).isEmpty();
    }

    @Test
    void failsOnCastsThatLoseDigits() {
        lake.upload("cast/b.csv", "id,v\n3000000000,1.5\n");
        catalog.put(numbers("cast"));

        assertThat(failure("cast", "--mappings", "id:int"))
                .contains("3000000000")
                .contains("no int");
    }
}
