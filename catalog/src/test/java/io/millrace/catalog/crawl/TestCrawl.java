package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.column;
import static io.millrace.catalog.classify.TestingObject.gzip;
import static io.millrace.catalog.classify.TestingObject.parquet;
import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.TestingTrips;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** Whole crawls over real S3 into a real catalog. */
class TestCrawl extends AbstractCrawlTests {
    /** Each of the last two fits the first, but one column cannot be two keys. */
    @Test
    void filesThatFitTheFirstMustFitEachOther() {
        put("raw/a.json", utf8("{\"id\":1,\"x\":1,\"y\":1}\n"));
        put("raw/b.json", utf8("{\"id\":1,\"x\":1,\"y\":1,\"my col\":1}\n"));
        put("raw/c.json", utf8("{\"id\":1,\"x\":1,\"y\":1,\"my_col\":1}\n"));
        createCrawler("c", "raw/");
        LastCrawlInfo last = crawl("c");
        assertThat(last.status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(last.errorMessage()).contains("raw/c.json: its format or columns differ");
        assertThat(tables())
                .singleElement()
                .satisfies(table -> assertThat(table.parameters()).containsEntry("objectCount", "2"));
    }

    @Test
    void anIncludePathMayNameAnObject() {
        put("raw/trips.csv", utf8("id,name\n1,ann\n2,bob\n"));
        put("raw/trips.csv.old", utf8("other\nx\n"));
        createCrawler("c", "raw/trips.csv");
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(tables()).singleElement().satisfies(table -> {
            assertThat(table.name()).isEqualTo("trips_csv");
            assertThat(table.storageDescriptor().location()).isEqualTo("s3://" + bucket + "/raw/trips.csv/");
            assertThat(columns(table)).isEqualTo("id:int name:string");
            assertThat(table.parameters()).containsEntry("objectCount", "1");
        });
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(table("trips_csv").orElseThrow().versionId()).isEqualTo("0");
        put("raw/trips.csv", utf8("id,name,more\n1,ann,1.5\n"));
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(columns(table("trips_csv").orElseThrow())).isEqualTo("id:int name:string more:double");
        delete("raw/trips.csv");
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(table("trips_csv").orElseThrow().parameters()).containsKey("DEPRECATED_BY_CRAWLER");
    }

    @Test
    void registersRealTripsWithGluesParameters() throws Exception {
        Path trips = TestingTrips.folder();
        try (Stream<Path> files = Files.list(trips)) {
            for (Path file : files.toList()) {
                put("raw/trips/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        createCrawler("c", "raw/trips/");
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        Table table = table("trips").orElseThrow();
        assertThat(table.versionId()).isEqualTo("0");
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.partitionKeys()).isEmpty();
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://" + bucket + "/raw/trips/");
        // Counts are whole although cells are empty; money is written as doubles print, 7.5 beside 10.35 (decision
        // 0127).
        assertThat(columns(table))
                .isEqualTo("vendor_id:int pickup_datetime:timestamp dropoff_datetime:timestamp"
                        + " passenger_count:int trip_distance:double rate_code_id:int store_and_fwd_flag:string"
                        + " pickup_location_id:int dropoff_location_id:int payment_type:int fare_amount:double"
                        + " extra:double mta_tax:double tip_amount:double tolls_amount:double"
                        + " improvement_surcharge:double total_amount:double congestion_surcharge:double");
        assertThat(table.parameters())
                .containsEntry("classification", "csv")
                .containsEntry("compressionType", "none")
                .containsEntry("typeOfData", "file")
                .containsEntry("objectCount", "7")
                .containsEntry("recordCount", "70000")
                .containsEntry("skip.header.line.count", "1")
                .containsEntry("delimiter", ",")
                .containsEntry("areColumnsQuoted", "false")
                .containsEntry("columnsOrdered", "true")
                .containsEntry("UPDATED_BY_CRAWLER", "c")
                .isEqualTo(table.storageDescriptor().parameters());
        assertThat(table.storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
        assertThat(table.storageDescriptor().serdeInfo().parameters()).isEqualTo(Map.of("field.delim", ","));
    }

    @Test
    void registersPartitionsWithTheTablesColumns() {
        put("t/year=2020/month=1/a.csv", ROWS);
        put("t/year=2020/month=2/a.csv", utf8("id,name,price\n1,a,1.5\n2,b,x\n"));
        put("t/_SUCCESS", new byte[0]);
        put("t/_temporary/0/x.csv", ROWS);
        createCrawler("c", "t");
        assertThat(crawl("c").errorMessage()).isNull();
        Table table = table("t").orElseThrow();
        assertThat(columns(table)).isEqualTo("id:int name:string price:string");
        assertThat(table.partitionKeys())
                .extracting(Column::name, Column::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("year", "int"),
                        org.assertj.core.groups.Tuple.tuple("month", "int"));
        assertThat(table.parameters()).containsEntry("partition_filtering.enabled", "true");
        assertThat(partitions("t"))
                .extracting(Partition::values)
                .containsExactly(List.of("2020", "1"), List.of("2020", "2"));
        Partition first = partitions("t").get(0);
        assertThat(first.storageDescriptor().columns())
                .isEqualTo(table.storageDescriptor().columns());
        assertThat(first.storageDescriptor().location()).isEqualTo("s3://" + bucket + "/t/year=2020/month=1/");
        assertThat(first.parameters()).containsEntry("objectCount", "1");
    }

    @Test
    void partitionKeysGiveWayToAllColumnsThatAreFoundByPosition() {
        byte[] rows = utf8("partition_0,id,partition_1\n1,2,3\n4,5,6\n");
        put("t/2020/id=7/a.csv", rows);
        put("t/2021/id=8/a.csv", rows);
        createCrawler("c", "t");
        crawl("c");

        Table table = table("t").orElseThrow();
        assertThat(columns(table)).isEqualTo("partition_0:int id:int partition_1:int");
        assertThat(table.partitionKeys()).extracting(Column::name).containsExactly("partition_2", "partition_3");
        assertThat(partitions("t"))
                .extracting(Partition::values)
                .containsExactly(List.of("2020", "7"), List.of("2021", "8"));
    }

    @Test
    void registersJsonParquetGzipAndQuotedCsvAsTablesOfTheirOwn() throws Exception {
        put("d/events/a.json.gz", gzip(utf8("{\"Id\":1}\n{\"Id\":2}\n")));
        put("d/lake/a.parquet", parquet(10, 5, column("id", Type.INT64)));
        put("d/quoted/a.csv", utf8("id,x\n1,\"a,b\"\n"));
        createCrawler("c", "d/");
        assertThat(crawl("c").errorMessage()).isNull();
        assertThat(tables()).extracting(Table::name).containsExactly("events", "lake", "quoted");
        Table events = table("events").orElseThrow();
        assertThat(events.parameters())
                .containsEntry("compressionType", "gzip")
                .containsEntry("classification", "json");
        assertThat(events.storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo("org.openx.data.jsonserde.JsonSerDe");
        assertThat(events.storageDescriptor().serdeInfo().parameters()).containsEntry("paths", "Id");
        assertThat(table("lake").orElseThrow().storageDescriptor().inputFormat())
                .contains("MapredParquetInputFormat");
        assertThat(table("lake").orElseThrow().parameters()).containsEntry("recordCount", "5");
        assertThat(table("quoted").orElseThrow().storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo("org.apache.hadoop.hive.serde2.OpenCSVSerde");
    }

    @Test
    void aRecrawlWithNothingNewWritesNothingAndANewPartitionIsAdded() {
        put("t/d=1/a.csv", ROWS);
        createCrawler("c", "t/");
        crawl("c");
        Table before = table("t").orElseThrow();
        List<Partition> partitions = partitions("t");
        crawl("c");
        assertThat(table("t")).contains(before);
        assertThat(partitions("t")).isEqualTo(partitions);
        put("t/d=2/a.csv", ROWS);
        crawl("c");
        assertThat(partitions("t")).hasSize(2);
        assertThat(table("t").orElseThrow().versionId()).isEqualTo("1");
        assertThat(history.getCrawlerMetrics(
                                software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest.builder()
                                        .build())
                        .crawlerMetricsList()
                        .get(0)
                        .tablesUpdated())
                .isEqualTo(1);
    }

    @Test
    void deprecatesWhatVanishedAndTakesItBack() {
        put("d/a/x=1/a.csv", ROWS);
        put("d/a/x=2/a.csv", ROWS);
        put("d/b/a.json", utf8("{\"k\":1}"));
        createCrawler("c", "d/");
        crawl("c");
        delete("d/b/a.json");
        put("d/c/a.json", utf8("{\"other\":1}"));
        delete("d/a/x=2/a.csv");
        crawl("c");
        assertThat(table("b").orElseThrow().parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
        assertThat(partitions("a").get(1).parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
        assertThat(partitions("a").get(0).parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
        put("d/b/a.json", utf8("{\"k\":1}"));
        crawl("c");
        assertThat(table("b").orElseThrow().parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    }

    @Test
    void aTableElsewhereKeepsItsName() {
        put("x/t/a.csv", ROWS);
        put("y/t/a.csv", ROWS);
        createCrawler("one", "x/t/");
        createCrawler("two", "y/t/");
        crawl("one");
        crawl("two");
        assertThat(tables())
                .extracting(Table::name)
                .hasSize(2)
                .contains("t")
                .anyMatch(n -> n.matches("t_[0-9a-f]{32}"));
        crawl("two");
        assertThat(tables()).hasSize(2);
    }

    @Test
    void skipsUnreadableFilesAndNamesThem() throws Exception {
        byte[] zip = gzip(ROWS);
        put("t/a.csv", ROWS);
        put("t/b.csv", ROWS);
        put("t/c.csv.gz", Arrays.copyOf(zip, zip.length - 10));
        put("t/d.parquet", utf8("PAR1 is not enough"));
        put("t/empty.csv", new byte[0]);
        createCrawler("c", "t/");
        LastCrawlInfo last = crawl("c");
        assertThat(last.status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(last.errorMessage())
                .startsWith("Skipped 2: ")
                .contains("t/c.csv.gz: the gzip file is truncated")
                .contains("t/d.parquet: the Parquet file is truncated");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "2");
    }

    @Test
    void failsAndRegistersNothingIfATargetHasNothingReadable() {
        put("t/a.csv", new byte[0]);
        put("t/b.bin", new byte[] {0, 1, 2});
        createCrawler("c", "t/");
        LastCrawlInfo last = crawl("c");
        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage())
                .contains("No object in s3://" + bucket + "/t/ can be read", "t/b.bin", "t/a.csv: the file is empty");
        assertThat(tables()).isEmpty();
    }

    @Test
    void anObjectThatVanishesDuringTheCrawlWasNeverThere() {
        put("t/a.csv", ROWS);
        put("t/b.csv", ROWS);
        createCrawler("c", "t/");
        reader.beforeRead(object -> {
            if (object.key().endsWith("b.csv")) {
                delete(object.key());
            }
        });
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "1");
    }

    @Test
    void saysWhyTheStoreRefused() {
        createCrawler("missing", "x/");
        s3().client().deleteBucket(delete -> delete.bucket(bucket));
        assertThat(crawl("missing").errorMessage()).contains("Cannot list s3://" + bucket + "/x/", "404");
        try (S3Client stranger = S3Clients.create(s3().settings(new Credentials("AKIALOCAL", "wrong")))) {
            engine.close();
            useReader(new S3ObjectReader(stranger));
            LastCrawlInfo last = crawl("missing");
            assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
            assertThat(last.errorMessage()).contains("HTTP 403").doesNotContain("wrong");
        }
    }

    @Test
    void failsIfTheDatabaseIsMissing() {
        put("t/a.csv", ROWS);
        createCrawler("c", "t/");
        catalog.write(transaction -> transaction.databases().delete("raw"));
        assertThat(crawl("c").errorMessage()).isEqualTo("Database raw not found.");
    }
}
