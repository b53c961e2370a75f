package io.millrace.server.fault;

import static io.millrace.server.fault.TestingFiles.csv;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.glue.model.Table;

/** An object store that answers 503: twice, which is survived, or for good, which ends crawl, run and query with the reason. */
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
