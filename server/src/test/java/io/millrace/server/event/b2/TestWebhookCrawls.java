package io.millrace.server.event.b2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlMemory;
import io.millrace.catalog.crawl.CrawlMonitor;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.EngineCrawls;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.ObjectPart;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.StoredCrawler;
import io.millrace.catalog.crawl.StoredObject;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.event.ObjectEventJson;
import io.millrace.server.http.HttpHeaders;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.rule.EventBus;
import io.millrace.server.rule.Rules;
import io.millrace.server.rule.ServiceEvents;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;

/** From what B2 posts to the table: a crawler in event mode opens the objects that B2 tells of, and lists nothing. */
final class TestWebhookCrawls implements ObjectReader {
    private static final String SECRET = "0123456789abcdefghijABCDEFGHIJkl";
    private static final Crawler CRAWLER = Crawler.builder()
            .name("live")
            .databaseName("raw")
            .role("r")
            .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVENT_MODE))
            .targets(targets -> targets.s3Targets(S3Target.builder()
                    .path("s3://lake/in/")
                    .eventQueueArn("arn:aws:sqs:us-east-1:000000000000:any")
                    .build()))
            .build();

    private final Map<String, byte[]> objects = new TreeMap<>();
    private int listings;
    private int reads;
    private int posted;
    private TestingDeliveries testing;
    private CatalogStore catalog;
    private CrawlEngine engine;
    private EngineCrawls crawls;
    private B2Webhook webhook;
    private B2EventRouter router;

    @BeforeEach
    void open(@TempDir Path folder) {
        testing = new TestingDeliveries(folder);
        catalog = new JdbcCatalogStore(testing.database);
        catalog.write(tx -> tx.databases().insert(Database.builder().name("raw").build()));
        JdbcCrawlerStore crawlers = new JdbcCrawlerStore(testing.database.jdbi());
        crawlers.insert(
                new StoredCrawler(
                        CRAWLER,
                        CrawlerMetrics.builder().crawlerName("live").build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
        JdbcCrawlEvents events = new JdbcCrawlEvents(testing.database.jdbi());
        engine = new CrawlEngine(
                this,
                catalog,
                new CrawlMemory(new JdbcCrawlLedger(testing.database.jdbi()), new JdbcChangeLog(testing.database)),
                CrawlSettings.defaults(),
                testing.clock);
        crawls = new EngineCrawls(engine, new StoredClassifiers(catalog), events);
        webhook = new B2Webhook(SECRET, testing.database.jdbi(), testing.clock);
        EventBus bus = new EventBus(
                new Rules(testing.database.jdbi(), TestingDeliveries.REGION), testing.deliveries, testing.clock);
        router = new B2EventRouter(
                testing.database.jdbi(),
                new B2EventRouter.Receivers(
                        List::of,
                        new EventSources(crawlers),
                        events,
                        new ServiceEvents(bus, testing.clock),
                        (bucket, key) -> objects.containsKey(key),
                        new ObjectEventJson(TestingDeliveries.REGION)),
                testing.deliveries,
                testing.clock);
    }

    @AfterEach
    void close() {
        engine.close();
        testing.close();
    }

    @Override
    public synchronized void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        listings++;
        pages.accept(objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .map(object -> new StoredObject(bucket, object.getKey(), object.getValue().length, "e"))
                .toList());
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) {
        throw new AssertionError("a page is all there is");
    }

    @Override
    public synchronized ObjectPart read(StoredObject object, long offset, int length) throws IOException {
        reads++;
        byte[] content = objects.get(object.key());
        if (content == null) {
            throw new NoSuchFileException(object.uri());
        }
        int end = (int) Math.min(content.length, offset + length);
        return new ObjectPart(Arrays.copyOfRange(content, (int) offset, end), "e");
    }

    private void put(String key, String content) {
        objects.put(key, content.getBytes(UTF_8));
    }

    /** As B2 does it: signed, and after a while handed on. */
    private void post(String type, String key) {
        byte[] body = TestB2Events.body(List.of(TestB2Events.event("event-" + posted++, type, key)
                .replace("\"raw\"", "\"lake\"")
                .replace("\"objectSize\":7", "\"objectSize\":" + sizeOf(key))));
        HttpRequestHead head = new HttpRequestHead(
                "id",
                "POST",
                B2Webhook.PATH,
                null,
                HttpHeaders.of(Map.of("X-Bz-Event-Notification-Signature", TestB2Events.sign(body, SECRET))
                        .entrySet()));
        assertThat(webhook.refuse(head)).isEmpty();
        assertThat(webhook.answer(head, body).status()).isEqualTo(200);
        testing.now.updateAndGet(time -> time.plusSeconds(6));
        router.route();
    }

    private long sizeOf(String key) {
        return objects.containsKey(key) ? objects.get(key).length : 0;
    }

    private String partitions() {
        List<Partition> all = catalog.read(tx -> tx.partitions().list("raw", "in", values -> true, List.of(), 100));
        return all.stream()
                .map(partition -> partition.values().get(0)
                        + (partition.parameters().containsKey("DEPRECATED_BY_CRAWLER") ? " gone" : ""))
                .collect(Collectors.joining(", "));
    }

    @Test
    void whatB2TellsOfIsCrawledWithoutAListing() throws Exception {
        put("in/day=1/a.csv", "id,name\n1,a\n2,b\n");
        // The first crawl has no ledger to start from, so it lists.
        crawls.crawl(CRAWLER, CrawlMonitor.NONE);
        assertThat(listings).isEqualTo(1);
        assertThat(partitions()).isEqualTo("1");
        reads = 0;

        put("in/day=2/a.csv", "id,name\n3,c\n4,d\n");
        put("in/day=3/unsaid.csv", "id,name\n5,e\n6,f\n");
        post("b2:ObjectCreated:Upload", "in/day=2/a.csv");
        post("b2:ObjectCreated:Upload", "out/day=9/a.csv");
        CrawlReport report = crawls.crawl(CRAWLER, CrawlMonitor.NONE);
        assertThat(report.partitionsAdded()).isEqualTo(1);
        assertThat(partitions()).isEqualTo("1, 2");
        assertThat(reads).isEqualTo(1);

        objects.remove("in/day=1/a.csv");
        post("b2:ObjectDeleted:Delete", "in/day=1/a.csv");
        post("b2:ObjectCreated:MultipartUpload", "in/day=3/unsaid.csv");
        crawls.crawl(CRAWLER, CrawlMonitor.NONE);
        assertThat(partitions()).isEqualTo("1 gone, 2, 3");

        // What was used is used up: nothing is opened twice.
        reads = 0;
        crawls.crawl(CRAWLER, CrawlMonitor.NONE);
        assertThat(reads).isZero();
        assertThat(listings).isEqualTo(1);
    }
}
