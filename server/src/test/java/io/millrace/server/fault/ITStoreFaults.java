package io.millrace.server.fault;

import static io.millrace.server.fault.TestingFiles.csv;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * An object store that answers 503: twice, which is survived, or for good, which ends crawl, run and query with the reason; one that
 * refuses a part of it; and one whose objects change while they are crawled.
 */
@Execution(ExecutionMode.CONCURRENT)
class ITStoreFaults {
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

    private static Predicate<Request> listing(String name) {
        return request ->
                request.target().contains("list-type=2") && request.target().contains("prefix=" + name + "%2F");
    }

    private static Predicate<Request> reading(String name) {
        return request -> request.method().equals("GET") && request.target().startsWith("/raw/" + name + "/");
    }

    private static Predicate<Request> writing(String name) {
        return request -> (request.method().equals("PUT") || request.method().equals("POST"))
                && request.target().startsWith("/lake/" + name + "/");
    }

    @Test
    void crawlAndQuerySurviveTwoRefusals() {
        server.put("twice/a.csv", csv(9));
        Outage lists = server.proxy().refuse(2, listing("twice"));
        Outage reads = server.proxy().refuse(2, reading("twice"));
        server.crawlSucceeds("twice");
        assertThat(lists.refused()).isEqualTo(2);
        assertThat(reads.refused()).isEqualTo(2);
        assertThat(server.findTable("raw", "twice").orElseThrow().parameters()).containsEntry("recordCount", "9");

        Outage queryLists = server.proxy().refuse(2, listing("twice"));
        Outage queryReads = server.proxy().refuse(2, reading("twice"));
        assertThat(server.queryValue("SELECT count(*) FROM raw.twice")).isEqualTo("9");
        assertThat(queryLists.refused()).isEqualTo(2);
        assertThat(queryReads.refused()).isEqualTo(2);
    }

    @Test
    void aJobSurvivesTwoRefusalsOfEachKind() {
        server.put("job/a.csv", csv(9));
        server.crawlSucceeds("job");
        Outage lists = server.proxy().refuse(2, listing("job"));
        Outage reads = server.proxy().refuse(2, reading("job"));
        Outage writes = server.proxy().refuse(2, writing("job"));

        server.runSucceeds("job");

        assertThat(lists.refused()).isEqualTo(2);
        assertThat(reads.refused()).isEqualTo(2);
        assertThat(writes.refused()).isEqualTo(2);
        assertThat(server.queryValue("SELECT sum(price) FROM lake_job.job")).isEqualTo("49.5");
    }

    private static List<String> partitions(String table) {
        return server.glue().getPartitions(get -> get.databaseName("raw").tableName(table)).partitions().stream()
                .map(partition -> String.join("/", partition.values()))
                .sorted()
                .toList();
    }

    private static void deletesWhatIsGone(String crawler) {
        server.glue()
                .updateCrawler(update -> update.name(crawler)
                        .schemaChangePolicy(policy -> policy.deleteBehavior(DeleteBehavior.DELETE_FROM_DATABASE)));
    }

    @Test
    void aFolderWhoseObjectsAreRefusedIsNamedKeepsItsPartitionAndTheRestIsCrawled() {
        for (int day = 1; day < 5; day++) {
            server.put("denied/day=" + day + "/a.csv", csv(9));
            server.put("denied/day=" + day + "/b.csv", csv(9));
        }
        Outage first = server.proxy().deny(reading("denied/day%3D4"));
        LastCrawlInfo begun = server.crawl("denied");
        assertThat(begun.status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(begun.errorMessage())
                .isEqualTo("Skipped 1: s3://raw/denied/day=4/: its objects cannot be read now (2 were tried):"
                        + " Cannot read s3://raw/denied/day=4/a.csv: Access Denied (HTTP 403, AccessDenied)");
        assertThat(partitions("denied")).containsExactly("1", "2", "3");
        first.end();
        server.crawlSucceeds("denied");
        assertThat(partitions("denied")).containsExactly("1", "2", "3", "4");

        deletesWhatIsGone("denied");
        server.put("denied/day=2/a.csv", csv(20));
        server.put("denied/day=5/a.csv", csv(9));
        server.delete("denied/day=1/a.csv");
        server.delete("denied/day=1/b.csv");
        Outage policy = server.proxy().deny(reading("denied/day%3D2"));
        assertThat(server.crawl("denied").errorMessage()).startsWith("Skipped 1: s3://raw/denied/day=2/: its objects ");
        assertThat(partitions("denied")).containsExactly("2", "3", "4", "5");
        policy.end();
        assertThat(server.crawl("denied").errorMessage()).isNull();
        assertThat(server.queryValue("SELECT count(*) FROM raw.denied WHERE day = 2"))
                .isEqualTo("29");
    }

    @Test
    void aTargetWhoseListingIsRefusedIsNamedAndKeepsItsTable() {
        server.put("open/day=1/a.csv", csv(9));
        server.put("closed/day=1/a.csv", csv(9));
        server.crawlSucceeds("open");
        server.glue()
                .updateCrawler(update -> update.name("open")
                        .targets(targets -> targets.s3Targets(
                                S3Target.builder().path("s3://raw/open/").build(),
                                S3Target.builder().path("s3://raw/closed/").build())));
        deletesWhatIsGone("open");
        server.crawlSucceeds("open");
        Table before = server.findTable("raw", "closed").orElseThrow();
        server.put("open/day=2/a.csv", csv(9));
        Outage policy = server.proxy().deny(listing("closed"));
        LastCrawlInfo last = server.crawl("open");
        policy.end();
        assertThat(last.status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(last.errorMessage())
                .isEqualTo("Skipped 1: Cannot list s3://raw/closed/: Access Denied (HTTP 403, AccessDenied)");
        assertThat(partitions("open")).containsExactly("1", "2");
        assertThat(server.findTable("raw", "closed")).contains(before);
        assertThat(partitions("closed")).containsExactly("1");
    }

    @Test
    void whatChangesOrVanishesBetweenListingAndReadingIsAsItIsThen() {
        for (int day = 1; day < 4; day++) {
            server.put("moving/day=" + day + "/a.csv", csv(9));
        }
        Outage watched = server.proxy().watch(request -> {
            if (reading("moving/day%3D1").test(request)) {
                server.delete("moving/day=1/a.csv");
            } else if (reading("moving/day%3D2").test(request)) {
                server.put("moving/day=2/a.csv", csv(20));
            }
        });
        server.crawlSucceeds("moving");
        watched.end();
        assertThat(partitions("moving")).containsExactly("2", "3");
        assertThat(server.queryValue("SELECT count(*) FROM raw.moving WHERE day = 2"))
                .isEqualTo("20");
        // The listing had other counts than the object that was read, so it is looked at again.
        server.crawlSucceeds("moving");
        assertThat(server.findTable("raw", "moving").orElseThrow().parameters()).containsEntry("recordCount", "29");
    }

    @Test
    void aStoreThatKeepsRefusingListsFailsTheCrawlAndTheTableStays() {
        server.put("list/a.csv", csv(9));
        server.crawlSucceeds("list");
        Table before = server.findTable("raw", "list").orElseThrow();
        server.put("list/b.csv", csv(20));

        Outage outage = server.proxy().refuseAll(listing("list"));
        assertThat(server.crawlFails("list"))
                .startsWith("Cannot list s3://raw/list/: ")
                .contains("Please reduce your request rate. (HTTP 503, SlowDown)");
        assertThat(server.queryFails("SELECT count(*) FROM raw.list"))
                .startsWith("HIVE_CANNOT_OPEN_SPLIT: Cannot list s3://raw/list")
                .contains("(SlowDown)");
        assertThat(server.findTable("raw", "list")).contains(before);

        outage.end();
        server.crawlSucceeds("list");
        assertThat(server.queryValue("SELECT count(*) FROM raw.list")).isEqualTo("29");
    }

    @Tag("long") // S3A gives a store up only after a minute or two
    @Test
    void aStoreThatKeepsRefusingReadsFailsCrawlQueryAndJob() {
        server.put("read/a.csv", csv(9));
        Outage crawl = server.proxy().refuseAll(reading("read"));
        assertThat(server.crawlFails("read"))
                .startsWith("Cannot read s3://raw/read/a.csv: ")
                .contains("(HTTP 503, SlowDown)");
        assertThat(server.findTable("raw", "read")).isEmpty();
        crawl.end();
        server.crawlSucceeds("read");

        Outage outage = server.proxy().refuseAll(reading("read"));
        assertThat(server.queryFails("SELECT count(*) FROM raw.read"))
                .startsWith("HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://raw/read/a.csv")
                .contains("(SlowDown)");
        assertThat(server.runFails("read")).contains("raw/read/a.csv").contains("503");

        outage.end();
        server.runSucceeds("read");
        assertThat(server.queryValue("SELECT sum(price) FROM lake_read.read")).isEqualTo("49.5");
    }

    @Tag("long") // S3A gives a store up only after a minute or two
    @Test
    void aStoreThatKeepsRefusingWritesFailsTheJobAndRegistersNothing() {
        server.put("write/a.csv", csv(9));
        server.crawlSucceeds("write");

        Outage outage = server.proxy().refuseAll(writing("write"));
        assertThat(server.runFails("write")).contains("lake/write/").contains("503");
        assertThat(outage.refused()).isPositive();

        outage.end();
        server.runSucceeds("write");
        assertThat(server.queryValue("SELECT sum(price) FROM lake_write.write")).isEqualTo("49.5");
    }
}
