package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.gzip;
import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.RecordedChange;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.Table;

/** What a recrawl opens and writes. */
class TestCrawlLedger extends AbstractCrawlTests {
    private static final byte[] MORE = utf8("id,name,price\n7,x,\n8,y,text\n");

    private void putPartitions(int partitions, int files) {
        for (int partition = 0; partition < partitions; partition++) {
            for (int file = 0; file < files; file++) {
                put("t/p=" + partition + "/" + file + ".csv", ROWS);
            }
        }
    }

    private List<RecordedChange> changes() {
        return new JdbcChangeLog(database).list(ChangeFilter.all(), Long.MAX_VALUE, 100);
    }

    private long rows(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void aRecrawlWithNothingNewOpensNothingAndWritesNothing() {
        putPartitions(3, 2);
        createCrawler("c", "t/");
        crawl("c");
        reader.takeCounts();
        List<RecordedChange> before = changes();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void opensOnlyNewAndChangedObjectsAndJoinsWhatTheyHold() {
        putPartitions(3, 3);
        createCrawler("c", "t/");
        crawl("c");
        put("t/p=1/new.csv", MORE);
        put("t/p=9/0.csv", ROWS);
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");
        assertThat(columns(table("t").orElseThrow())).isEqualTo("id:int name:string price:string");
        assertThat(table("t").orElseThrow().parameters())
                .containsEntry("objectCount", "11")
                .containsEntry("recordCount", "22");
        assertThat(partitions("t")).hasSize(4);
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void samplesAFolderAnewWhenAnObjectWasReplacedOrRemoved() {
        putPartitions(2, 3);
        put("t/p=0/2.csv", MORE);
        createCrawler("c", "t/");
        crawl("c");
        assertThat(columns(table("t").orElseThrow())).endsWith("price:string");
        put("t/p=0/2.csv", utf8("id,name,price\n7,x,1\n"));
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 3");
        assertThat(columns(table("t").orElseThrow())).isEqualTo("id:int name:string price:double");
        delete("t/p=0/2.csv");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "5");
    }

    @Test
    void repairsWhatSomeoneDidToTheCatalogWithoutOpeningAnything() {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        crawl("c");
        Table made = table("t").orElseThrow();
        List<Partition> partitions = partitions("t");
        catalog.write(transaction -> {
            partitions.forEach(partition -> transaction.partitions().delete("raw", "t", partition.values()));
            return transaction.tables().delete("raw", "t");
        });
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
        assertThat(columns(table("t").orElseThrow())).isEqualTo(columns(made));
        assertThat(table("t").orElseThrow().parameters()).isEqualTo(made.parameters());
        assertThat(partitions("t")).hasSize(2);
    }

    @Test
    void aCrawlThatFailsAtTheCatalogLeavesTheLedgerAsItWas() {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        catalog.write(transaction -> transaction.databases().delete("raw"));
        assertThat(crawl("c").errorMessage()).isEqualTo("Database raw not found.");
        reader.takeCounts();
        assertThat(crawl("c").errorMessage()).isEqualTo("Database raw not found.");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");
    }

    @Test
    void tellsAgainWhatCannotBeReadWithoutReadingIt() {
        putPartitions(1, 2);
        put("t/p=0/bad.csv", new byte[] {0, 1});
        createCrawler("c", "t/");
        String warning = crawl("c").errorMessage();
        assertThat(warning).contains("t/p=0/bad.csv: the file has no known format");
        reader.takeCounts();
        assertThat(crawl("c").errorMessage()).isEqualTo(warning);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void bytesAfterAGzipFileAreLeftOutAndToldOfUnlessTheyArePadding() throws Exception {
        byte[] compressed = gzip(ROWS);
        put("t/p=0/padded.csv.gz", Arrays.copyOf(compressed, 512));
        byte[] followed = Arrays.copyOf(compressed, compressed.length + 1);
        followed[compressed.length] = 'x';
        put("t/p=1/followed.csv.gz", followed);
        createCrawler("c", "t/");
        String told = "Skipped 1: s3://" + bucket
                + "/t/p=1/followed.csv.gz: the bytes after its gzip data are none, and are left out";
        assertThat(crawl("c").errorMessage()).isEqualTo(told);
        assertThat(table("t").orElseThrow().parameters())
                .containsEntry("recordCount", "4")
                .containsEntry("compressionType", "gzip");
        reader.takeCounts();
        assertThat(crawl("c").errorMessage()).isEqualTo(told);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void goesWithItsCrawler() {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        createCrawler("other", "t/");
        crawl("c");
        crawl("other");
        assertThat(rows("glue_crawl_ledgers")).isEqualTo(2);
        operations.deleteCrawler(DeleteCrawlerRequest.builder().name("c").build());
        assertThat(rows("glue_crawl_ledgers")).isEqualTo(1);
        assertThat(rows("glue_crawl_ledger_chunks")).isEqualTo(1);
    }

    @Test
    void keepsTheLogOfChunksShort() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        for (int day = 0; day < 20; day++) {
            put("t/p=day" + day + "/0.csv", ROWS);
            engine.crawl(crawler("c"), List.of(), CrawlMonitor.NONE);
        }
        assertThat(rows("glue_crawl_ledger_chunks")).isLessThan(20);
        reader.takeCounts();
        engine.crawl(crawler("c"), List.of(), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
        assertThat(partitions("t")).hasSize(22);
    }

    @Test
    void forgetsEverythingWhenTheDefinitionLooksOtherwise() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        crawl("c");
        Crawler excluding = crawler("c").toBuilder()
                .targets(targets -> targets.s3Targets(crawler("c").targets().s3Targets().get(0).toBuilder()
                        .exclusions("p=1/**")
                        .build()))
                .build();
        reader.takeCounts();
        engine.crawl(excluding, List.of(), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 1");
    }

    @Test
    void leavesKnownFoldersAloneWhenOnlyNewOnesAreAskedFor() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        crawl("c");
        Crawler newOnly = crawler("c").toBuilder()
                .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY))
                .build();
        put("t/p=0/more.csv", MORE);
        put("t/p=5/0.csv", ROWS);
        reader.takeCounts();
        CrawlReport report = engine.crawl(newOnly, List.of(), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 1");
        assertThat(report.partitionsAdded()).isEqualTo(1);
        assertThat(columns(table("t").orElseThrow())).endsWith("price:double");
    }

    @Test
    void aDryRunWritesNeitherCatalogNorLedger() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        CrawlPlan plan = engine.plan(crawler("c"), List.of(), CrawlMonitor.NONE);
        assertThat(plan.drafts(CrawlPolicy.of(crawler("c")))).hasSize(1);
        assertThat(plan.cost().listRequests()).isEqualTo(1);
        assertThat(plan.cost().readRequests()).isEqualTo(2);
        assertThat(plan.cost().bytesRead()).isEqualTo(2L * ROWS.length);
        assertThat(rows("glue_crawl_ledgers")).isZero();
        assertThat(tables()).isEmpty();
    }

    @Test
    void eventsAreCrawledWithoutAListing() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        Crawler crawler = crawler("c");
        // The first crawl lists, as there is no ledger.
        engine.crawl(crawler, List.of(), Set.of(), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");
        put("t/p=1/new.csv", MORE);
        put("t/p=2/0.csv", ROWS);
        delete("t/p=0/0.csv");
        Set<ObjectEvent> events = Set.of(
                created("t/p=1/new.csv"),
                created("t/p=2/0.csv"),
                created("elsewhere/0.csv"),
                ObjectEvent.removed(bucket, "t/p=0/0.csv"));
        CrawlReport report = engine.crawl(crawler, List.of(), events, CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 2");
        assertThat(report.partitionsAdded()).isEqualTo(1);
        assertThat(columns(table("t").orElseThrow())).isEqualTo("id:int name:string price:string");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "3");
        assertThat(partitions("t").get(0).parameters()).containsKey("DEPRECATED_BY_CRAWLER");
        // The same events again open nothing, and a listing finds that all is known.
        List<RecordedChange> before = changes();
        engine.crawl(crawler, List.of(), events, CrawlMonitor.NONE);
        engine.crawl(crawler, List.of(), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
        assertThat(changes()).isEqualTo(before);
    }

    /** The chunk that only tells of the folder's end must stay for as long as one that still has the folder. */
    @Test
    void aFolderThatVanishedDoesNotComeBackWhenOthersAreNoted() throws Exception {
        putPartitions(3, 1);
        createCrawler("c", "t/");
        crawl("c");
        delete("t/p=1/0.csv");
        crawl("c");
        put("t/p=4/0.csv", ROWS);
        crawl("c");
        assertThat(ledgerFolders()).containsExactlyInAnyOrder("p=0/", "p=2/", "p=4/");
        List<RecordedChange> before = changes();
        crawl("c");
        assertThat(changes()).isEqualTo(before);
        put("t/p=5/0.csv", ROWS);
        crawl("c");
        assertThat(ledgerFolders()).containsExactlyInAnyOrder("p=0/", "p=2/", "p=4/", "p=5/");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "4");
        // The same bytes, and so the same ETag, are a new folder.
        put("t/p=1/0.csv", ROWS);
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 1");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "5");
        assertThat(partitions("t"))
                .hasSize(5)
                .noneMatch(partition -> partition.parameters().containsKey("DEPRECATED_BY_CRAWLER"));
    }

    @Test
    void aFolderThatVanishedByEventsDoesNotComeBackWhenOthersAreNoted() throws Exception {
        putPartitions(3, 1);
        createCrawler("c", "t/");
        crawl("c");
        delete("t/p=1/0.csv");
        engine.crawl(crawler("c"), List.of(), Set.of(ObjectEvent.removed(bucket, "t/p=1/0.csv")), CrawlMonitor.NONE);
        for (String added : List.of("t/p=4/0.csv", "t/p=5/0.csv")) {
            put(added, ROWS);
            engine.crawl(crawler("c"), List.of(), Set.of(created(added)), CrawlMonitor.NONE);
        }
        assertThat(ledgerFolders()).containsExactlyInAnyOrder("p=0/", "p=2/", "p=4/", "p=5/");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "4");
        assertThat(partitions("t"))
                .filteredOn(partition -> partition.parameters().containsKey("DEPRECATED_BY_CRAWLER"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1");
        put("t/p=1/0.csv", ROWS);
        reader.takeCounts();
        engine.crawl(crawler("c"), List.of(), Set.of(created("t/p=1/0.csv")), CrawlMonitor.NONE);
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 1");
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", "5");
        assertThat(partitions("t"))
                .noneMatch(partition -> partition.parameters().containsKey("DEPRECATED_BY_CRAWLER"));
    }

    @Test
    void keepsTheLogOfChunksShortAlsoWhereFoldersVanish() throws Exception {
        putPartitions(1, 1);
        createCrawler("c", "t/");
        engine.crawl(crawler("c"), List.of(), CrawlMonitor.NONE);
        for (int day = 0; day < 30; day++) {
            put("t/p=day" + day + "/0.csv", ROWS);
            engine.crawl(crawler("c"), List.of(), CrawlMonitor.NONE);
            delete("t/p=day" + day + "/0.csv");
            engine.crawl(crawler("c"), List.of(), CrawlMonitor.NONE);
        }
        assertThat(rows("glue_crawl_ledger_chunks")).isLessThan(12);
        assertThat(ledgerFolders()).containsExactly("p=0/");
    }

    private Set<String> ledgerFolders() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT crawler, target, fingerprint FROM glue_crawl_ledgers")
                        .map((row, context) -> new JdbcCrawlLedger(database.jdbi())
                                .open(row.getString(1), row.getString(2), row.getString(3))
                                .folders()
                                .keySet())
                        .one());
    }

    private ObjectEvent created(String key) {
        if (key.startsWith("elsewhere")) {
            return ObjectEvent.created(new StoredObject(bucket, key, 10, "x"));
        }
        var head = s3().client().headObject(request -> request.bucket(bucket).key(key));
        return ObjectEvent.created(new StoredObject(bucket, key, head.contentLength(), head.eTag()));
    }

    @Test
    void readsAgainWhatChangedOrCouldNotBeReached() throws Exception {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        reader.beforeRead(object -> {
            if (object.key().contains("p=1")) {
                reader.beforeRead(any -> {});
                put(object.key(), MORE);
            }
        });
        crawl("c");
        reader.takeCounts();
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 1");
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 0");
    }

    @Test
    void aCrawlCanBeStoppedWhileItReads() {
        putPartitions(2, 1);
        createCrawler("c", "t/");
        CrawlMonitor stops = new CrawlMonitor() {
            private volatile boolean cancelled;

            @Override
            public boolean cancelled() {
                return cancelled;
            }

            @Override
            public void progressed(CrawlProgress progress) {
                cancelled = progress.folders() > 0;
            }
        };
        assertThatThrownBy(() -> engine.crawl(crawler("c"), List.of(), stops))
                .isInstanceOf(CrawlCancelledException.class);
        assertThat(tables()).isEmpty();
    }
}
