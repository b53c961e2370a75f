package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** A crawl above its {@code SparkThreshold}: stopped, killed and whole, with the real process. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the Spark process of crawls")
class ITLargeCrawl {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FILES = 600;

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

    private static void assertKilled(LastCrawlInfo last) {
        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage())
                .startsWith("The Spark process of the crawl ended before it had answered; see ")
                .endsWith("crawl-spark.log");
    }

    @Test
    void aStoppedAndAKilledCrawlWriteNothingAndTheNextMakesTheTablesThatTheServerMakesItself() {
        TestingLargeCrawl crawl = TestingLargeCrawl.of(server, "large");
        ProcessHandle stopped = crawl.startAndAwaitSpark(ProcessHandle.current());
        server.glue().stopCrawler(stop -> stop.name(crawl.name()));
        assertThat(crawl.awaitEnd().status()).isEqualTo(LastCrawlStatus.CANCELLED);
        assertThat(stopped.isAlive()).isFalse();
        assertThat(crawl.tables("spark_")).isEmpty();

        crawl.startAndAwaitSpark(ProcessHandle.current()).destroyForcibly();
        assertKilled(crawl.awaitEnd());
        assertThat(crawl.tables("spark_")).isEmpty();

        ProcessHandle whole = crawl.startAndAwaitSpark(ProcessHandle.current());
        LastCrawlInfo last = crawl.awaitEnd();
        assertThat(last.status()).as(last.errorMessage()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(whole.isAlive()).isFalse();
        LastCrawlInfo alone = crawl.alone();
        assertThat(crawl.tables("spark_")).hasSize(3).isEqualTo(crawl.tables("alone_"));
        assertThat(last.errorMessage()).contains("broken.gz: the gzip file is ").isEqualTo(alone.errorMessage());
        assertThat(server.queryValue("SELECT count(*) FROM raw.spark_trips WHERE day = 2 AND id = 2"))
                .isEqualTo("1");
        assertThat(server.glue()
                        .listCrawls(list -> list.crawlerName(crawl.name()))
                        .crawls())
                .extracting(CrawlerHistory::stateAsString)
                .containsExactly("COMPLETED", "FAILED", "STOPPED");
    }

    @Test
    @Tag("long")
    void oneThatIsStoppedOrKilledWhileItReadsWritesNothingEither() {
        TestingLargeCrawl crawl = TestingLargeCrawl.of(server, "midway");
        for (int file = 0; file < FILES; file++) {
            server.put("midway/trips/day=" + (file + 10) + "/a.csv", "id,name\n1,a\n2,b\n");
        }
        ProcessHandle stopped = startAndAwaitReads(crawl);
        server.glue().stopCrawler(stop -> stop.name(crawl.name()));
        assertThat(crawl.awaitEnd().status()).isEqualTo(LastCrawlStatus.CANCELLED);
        assertThat(stopped.isAlive()).isFalse();
        assertThat(crawl.tables("spark_")).isEmpty();

        startAndAwaitReads(crawl).destroyForcibly();
        assertKilled(crawl.awaitEnd());
        assertThat(crawl.tables("spark_")).isEmpty();

        server.glue().startCrawler(start -> start.name(crawl.name()));
        assertThat(crawl.awaitEnd().status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        crawl.alone();
        assertThat(crawl.tables("spark_")).hasSize(1).isEqualTo(crawl.tables("alone_"));
        assertThat(server.queryValue("SELECT count(*) FROM raw.spark_midway WHERE day >= 10"))
                .isEqualTo(Integer.toString(2 * FILES));
    }

    /** Until Spark has read some of the files, and not all. */
    private static ProcessHandle startAndAwaitReads(TestingLargeCrawl crawl) {
        AtomicInteger reads = new AtomicInteger();
        TestingFaultProxy.Outage counted = server.proxy()
                .watch(request -> reads.addAndGet(request.target().startsWith("/raw/midway/trips/") ? 1 : 0));
        ProcessHandle spark = crawl.startAndAwaitSpark(ProcessHandle.current());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> reads.get() > FILES / 20);
        counted.end();
        assertThat(reads.get()).isLessThan(FILES);
        return spark;
    }

    @Test
    @Tag("long")
    void oneWhoseServerDiesIsNotedAsSuchByTheNextServerAndItsProcessDies() throws Exception {
        TestingProcesses processes = TestingProcesses.in(folder.resolve("apart"), TestingFaultyServer.KEY);
        try (TestingFaultyServer other = TestingFaultyServer.of(processes)) {
            TestingLargeCrawl crawl = TestingLargeCrawl.of(other, "orphan");
            ProcessHandle spark = crawl.startAndAwaitSpark(processes.server());
            processes.replaceServer();
            await().atMost(PATIENCE).until(() -> !spark.isAlive());
            LastCrawlInfo last = crawl.awaitEnd();
            assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
            assertThat(last.errorMessage()).contains("the server stopped while it ran", "what it cost is not known");
            assertThat(crawl.tables("spark_")).isEmpty();

            other.glue().startCrawler(start -> start.name(crawl.name()));
            assertThat(crawl.awaitEnd().status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
            crawl.alone();
            assertThat(crawl.tables("spark_")).hasSize(3).isEqualTo(crawl.tables("alone_"));
        }
    }
}
