package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;

import io.millrace.catalog.classifier.StoredClassifiers;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.Table;

/** A catalog in SQLite, a bucket in s3proxy, and the crawlers between them. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
abstract class AbstractCrawlTests {
    static final byte[] ROWS = utf8("id,name,price\n1,a,1.5\n2,b,2.5\n");

    private static TestingS3 s3;
    private static int buckets;

    @TempDir
    Path folder;

    SqliteDatabase database;
    CatalogStore catalog;
    JdbcCrawlerStore store;
    CountingObjectReader reader;
    CrawlEngine engine;
    ExecutorService executor;
    CrawlEvents events;
    CrawlRuns runs;
    CrawlerOperations operations;
    CrawlHistoryOperations history;
    String bucket;
    final List<String> ended = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startS3(@TempDir Path data) throws Exception {
        s3 = TestingS3.start(data);
    }

    @AfterAll
    static void stopS3() throws Exception {
        s3.close();
    }

    @BeforeEach
    void open() {
        bucket = "bucket-" + buckets++;
        s3.client().createBucket(create -> create.bucket(bucket));
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        catalog = new JdbcCatalogStore(database);
        store = new JdbcCrawlerStore(database.jdbi());
        reader = new CountingObjectReader(new S3ObjectReader(s3.client()));
        executor = Executors.newSingleThreadExecutor();
        useReader(reader);
        catalog.write(transaction ->
                transaction.databases().insert(Database.builder().name("raw").build()));
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        engine.close();
        database.close();
    }

    void useReader(ObjectReader objects) {
        engine = new CrawlEngine(
                objects,
                catalog,
                new CrawlMemory(new JdbcCrawlLedger(database.jdbi()), new JdbcChangeLog(database)),
                CrawlSettings.defaults(),
                InstantSource.system());
        events = new JdbcCrawlEvents(database.jdbi());
        runs = newRuns((name, status) -> ended.add(name + " " + status));
        operations = new CrawlerOperations(
                store, PageTokens.withChecksum(), runs, new StoredClassifiers(catalog), InstantSource.system());
        history = new CrawlHistoryOperations(store, PageTokens.withChecksum(), runs, InstantSource.system());
    }

    CrawlRuns newRuns(CrawlObserver observer) {
        EngineCrawls work = new EngineCrawls(engine, new StoredClassifiers(catalog), events);
        return new CrawlRuns(store, work, executor, InstantSource.system(), observer);
    }

    static TestingS3 s3() {
        return s3;
    }

    void put(String key, byte[] content) {
        s3.put(bucket, key, content);
    }

    void delete(String key) {
        s3.client().deleteObject(delete -> delete.bucket(bucket).key(key));
    }

    void createCrawler(String name, String path) {
        createCrawler(
                name,
                targets -> targets.s3Targets(
                        S3Target.builder().path("s3://" + bucket + "/" + path).build()));
    }

    void createCrawler(String name, Consumer<CrawlerTargets.Builder> targets) {
        operations.createCrawler(CreateCrawlerRequest.builder()
                .name(name)
                .role("arn:aws:iam::000000000000:role/crawler")
                .databaseName("raw")
                .targets(targets)
                .build());
    }

    /** Runs a crawl on this thread's time. */
    LastCrawlInfo crawl(String name) {
        int before = ended.size();
        operations.startCrawler(StartCrawlerRequest.builder().name(name).build());
        // Long enough for any machine: the tests are about what a crawl does, not how fast.
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> ended.size() > before);
        return crawler(name).lastCrawl();
    }

    Crawler crawler(String name) {
        return operations
                .getCrawler(GetCrawlerRequest.builder().name(name).build())
                .crawler();
    }

    Optional<Table> table(String name) {
        return catalog.read(transaction -> transaction.tables().find("raw", name));
    }

    List<Table> tables() {
        return catalog.read(transaction -> transaction.tables().list("raw", "", 100));
    }

    List<Partition> partitions(String table) {
        return catalog.read(
                transaction -> transaction.partitions().list("raw", table, values -> true, List.of(), 10_000));
    }

    static String columns(Table table) {
        return table.storageDescriptor().columns().stream()
                .map(column -> column.name() + ":" + column.type())
                .collect(Collectors.joining(" "));
    }
}
