package io.millrace.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.CrawlEvents;
import io.millrace.catalog.crawl.CrawlEvents.Kind;
import io.millrace.catalog.crawl.CrawlEvents.PendingEvent;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.StoredCrawler;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;

class TestCrawlEventFeed {
    private final InMemoryS3 s3 = new InMemoryS3();
    private SqliteDatabase database;
    private JdbcCrawlerStore crawlers;
    private CrawlEvents events;
    private CrawlEventFeed feed;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        crawlers = new JdbcCrawlerStore(database.jdbi());
        events = new JdbcCrawlEvents(database.jdbi());
        newServer();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void newServer() {
        feed = new CrawlEventFeed(s3, new EventSources(crawlers), events, database.jdbi());
    }

    private static Crawler crawler(RecrawlBehavior behavior) {
        return Crawler.builder()
                .name("c")
                .recrawlPolicy(policy -> policy.recrawlBehavior(behavior))
                .targets(targets -> targets.s3Targets(
                        S3Target.builder().path("s3://lake/raw/").build()))
                .build();
    }

    private void create() {
        crawlers.insert(
                new StoredCrawler(
                        crawler(RecrawlBehavior.CRAWL_EVENT_MODE),
                        CrawlerMetrics.builder().crawlerName("c").build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
    }

    private List<String> pendingAfterPolls(int polls) {
        for (int poll = 0; poll < polls; poll++) {
            feed.poll();
        }
        return events.pending("c", 100).stream()
                .map(PendingEvent::change)
                .map(change -> change.kind() + " " + change.bucket() + "/" + change.key() + " " + change.size())
                .toList();
    }

    @Test
    void queuesWhatIsThereWhatComesAndWhatGoes() {
        s3.put("raw/old.csv", "e1");
        s3.put("other/x.csv", "e1");
        assertThat(pendingAfterPolls(1)).isEmpty();
        create();
        assertThat(pendingAfterPolls(2)).containsExactly("CREATED lake/raw/old.csv 3");
        s3.put("raw/new.csv", "e1");
        s3.objects.remove("raw/old.csv");
        assertThat(pendingAfterPolls(2))
                .containsExactlyInAnyOrder("CREATED lake/raw/new.csv 3", "REMOVED lake/raw/old.csv 0");
    }

    @Test
    void knowsAfterARestartWhatItQueuedBefore() {
        create();
        s3.put("raw/a.csv", "e1");
        pendingAfterPolls(2);
        events.removeThrough("c", Long.MAX_VALUE);
        newServer();
        s3.put("raw/b.csv", "e1");
        assertThat(pendingAfterPolls(2)).containsExactly("CREATED lake/raw/b.csv 3");
    }

    @Test
    void listsNothingForCrawlersInAnotherMode() {
        create();
        s3.put("raw/a.csv", "e1");
        pendingAfterPolls(2);
        crawlers.change(
                "c",
                stored -> new StoredCrawler(
                        crawler(RecrawlBehavior.CRAWL_EVERYTHING),
                        stored.metrics(),
                        stored.crawl(),
                        stored.unannounced(),
                        stored.scheduledSince()));
        int before = s3.listings;
        pendingAfterPolls(3);
        assertThat(s3.listings).isEqualTo(before);
        assertThat(events.pending("c", 10).get(0).change().kind()).isEqualTo(Kind.CREATED);
    }
}
