package io.millrace.catalog.crawl;

import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.job.TestingClock;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;

/** Crawlers in SQLite, a clock that the test moves, and crawls that do what the test says when it says so. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
abstract class AbstractCrawlRunTests {
    static final CrawlReport NOTHING = new CrawlReport(0, 0, 0, 0, List.of(), CrawlCost.NONE);

    final TestingClock clock = new TestingClock("2026-11-22T10:00:30Z");
    final Deque<Runnable> started = new ArrayDeque<>();
    final List<String> ended = new ArrayList<>();

    private SqliteDatabase database;
    CrawlerStore store;
    CrawlWork work = (crawler, monitor) -> NOTHING;
    CrawlRuns runs;
    CrawlerOperations operations;
    CrawlHistoryOperations history;
    CrawlerScheduleOperations schedules;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        store = new JdbcCrawlerStore(database.jdbi());
        newServer();
    }

    Jdbi jdbi() {
        return database.jdbi();
    }

    @AfterEach
    void close() {
        database.close();
    }

    void newServer() {
        PageTokens tokens = PageTokens.withChecksum();
        runs = new CrawlRuns(
                store,
                (crawler, monitor) -> work.crawl(crawler, monitor),
                started::add,
                clock,
                (name, status) -> ended.add(name + " " + status));
        operations = new CrawlerOperations(
                store, tokens, runs, new StoredClassifiers(new JdbcCatalogStore(database)), clock);
        history = new CrawlHistoryOperations(store, tokens, runs, clock);
        schedules = new CrawlerScheduleOperations(store, clock);
    }

    static CreateCrawlerRequest request(String name) {
        return CreateCrawlerRequest.builder()
                .name(name)
                .role("crawler")
                .databaseName("raw")
                .targets(targets ->
                        targets.s3Targets(S3Target.builder().path("s3://b/x/").build()))
                .build();
    }

    void start(String name) {
        operations.startCrawler(StartCrawlerRequest.builder().name(name).build());
    }

    /** Does what was started, on this thread. */
    void run() {
        started.remove().run();
    }

    /** A crawl that takes so long. */
    void crawl(String name, Duration runtime) {
        CrawlWork before = work;
        work = (crawler, monitor) -> {
            clock.advance(runtime);
            return before.crawl(crawler, monitor);
        };
        start(name);
        run();
        work = before;
    }

    Crawler crawler(String name) {
        return operations
                .getCrawler(GetCrawlerRequest.builder().name(name).build())
                .crawler();
    }

    CrawlerMetrics metrics(String name) {
        return history.getCrawlerMetrics(
                        GetCrawlerMetricsRequest.builder().crawlerNameList(name).build())
                .crawlerMetricsList()
                .get(0);
    }
}
