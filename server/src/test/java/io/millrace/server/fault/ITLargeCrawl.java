package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.S3Target;

/** A crawl above its {@code SparkThreshold}: stopped, killed and whole, with the real process. */
@Execution(ExecutionMode.CONCURRENT)
class ITLargeCrawl {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NAME = "large";

    @TempDir
    static Path folder;

    private static TestingFaultyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestingFaultyServer.start(folder);
        for (int day = 0; day < 3; day++) {
            server.put(NAME + "/day=" + day + "/a.csv", "id,name\n1,a\n2,b\n");
        }
        server.glue()
                .createCrawler(create -> create.name(NAME)
                        .role("arn:aws:iam::000000000000:role/testing")
                        .databaseName("raw")
                        .configuration("{\"Version\":1.0,\"Millrace\":{\"SparkThreshold\":1}}")
                        .targets(targets -> targets.s3Targets(S3Target.builder()
                                .path("s3://raw/" + NAME + "/")
                                .build())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** The server is this JVM, and no other test in it has such a process. */
    private static Optional<ProcessHandle> spark() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("io.millrace.etl.crawl.CrawlJob"))
                        .isPresent())
                .findFirst();
    }

    private static ProcessHandle startAndAwaitSpark() {
        server.glue().startCrawler(start -> start.name(NAME));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(ITLargeCrawl::spark, Optional::isPresent)
                .orElseThrow();
    }

    private static LastCrawlInfo awaitEnd() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> server.glue().getCrawler(get -> get.name(NAME)).crawler(),
                        crawler -> crawler.state() == CrawlerState.READY)
                .lastCrawl();
    }

    @Test
    void aStoppedAndAKilledCrawlWriteNothingAndTheNextIsRight() {
        ProcessHandle stopped = startAndAwaitSpark();
        server.glue().stopCrawler(stop -> stop.name(NAME));
        assertThat(awaitEnd().status()).isEqualTo(LastCrawlStatus.CANCELLED);
        await().atMost(PATIENCE).until(() -> !stopped.isAlive());
        assertThat(server.findTable("raw", NAME)).isEmpty();

        startAndAwaitSpark().destroyForcibly();
        LastCrawlInfo killed = awaitEnd();
        assertThat(killed.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(killed.errorMessage())
                .startsWith("The Spark process of the crawl ended before it had answered; see ")
                .endsWith("crawl-spark.log");
        assertThat(server.findTable("raw", NAME)).isEmpty();

        ProcessHandle whole = startAndAwaitSpark();
        LastCrawlInfo last = awaitEnd();
        assertThat(last.status()).as(last.errorMessage()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> !whole.isAlive());
        assertThat(server.queryValue("SELECT count(*) FROM raw.large WHERE day > 0 AND id = 2"))
                .isEqualTo("2");
        assertThat(server.glue().listCrawls(list -> list.crawlerName(NAME)).crawls())
                .extracting(crawl -> crawl.stateAsString())
                .containsExactly("COMPLETED", "FAILED", "STOPPED");
    }
}
