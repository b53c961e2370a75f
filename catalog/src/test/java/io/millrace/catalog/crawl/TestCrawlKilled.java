package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;

/** A process that is gone after the catalog's commit and before the ledger's: no partition is lost, none is there twice. */
class TestCrawlKilled {
    private static final int KILLED = 9;

    @TempDir
    Path folder;

    /** Crawls in a process of its own, which dies as by {@code kill -9} when it is about to commit the ledger. */
    static final class DyingCrawl {
        public static void main(String[] arguments) throws Exception {
            crawl(Path.of(arguments[0]), Dying::new);
        }
    }

    private record Dying(CrawlLedger ledger) implements CrawlLedger {
        @Override
        public TargetLedger open(String crawler, String target, String fingerprint) {
            return new DyingTarget(ledger.open(crawler, target, fingerprint));
        }

        @Override
        public void forget(String crawler) {
            ledger.forget(crawler);
        }
    }

    private record DyingTarget(TargetLedger ledger) implements TargetLedger {
        @Override
        public Map<String, LedgerFolder> folders() {
            return ledger.folders();
        }

        @Override
        public SeenObjects objects(String path) {
            return ledger.objects(path);
        }

        @Override
        public String catalogState() {
            return ledger.catalogState();
        }

        @Override
        public void note(LedgerFolder found, SeenObjects seen) {
            ledger.note(found, seen);
        }

        @Override
        public void commit(Collection<String> vanished, String state) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static CrawlReport crawl(Path folder, UnaryOperator<CrawlLedger> ledger) throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("catalog.db"));
                CrawlEngine engine = new CrawlEngine(
                        FolderObjectReader.ofMachine(),
                        new JdbcCatalogStore(database),
                        new CrawlMemory(
                                ledger.apply(new JdbcCrawlLedger(database.jdbi())), new JdbcChangeLog(database)),
                        CrawlSettings.defaults(),
                        InstantSource.system())) {
            return engine.crawl(
                    Crawler.builder()
                            .name("c")
                            .databaseName("raw")
                            .role("r")
                            .targets(targets -> targets.s3Targets(S3Target.builder()
                                    .path("file://" + folder.resolve("trips") + "/")
                                    .build()))
                            .build(),
                    List.of(),
                    CrawlMonitor.NONE);
        }
    }

    private void crawlAndDie() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingCrawl.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(KILLED);
    }

    private void days(int from, int until) throws IOException {
        for (int day = from; day < until; day++) {
            Path file = folder.resolve("trips/day=" + day + "/a.csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "id,fare\n1,2.50\n2,7.25\n");
        }
    }

    private List<List<String>> partitions() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("catalog.db"))) {
            return new JdbcCatalogStore(database)
                    .read(tx -> tx.partitions().list("raw", "trips", any -> true, List.of(), 1000).stream()
                            .map(Partition::values)
                            .toList());
        }
    }

    private static List<List<String>> dayValues(int count) {
        return IntStream.range(0, count)
                .mapToObj(day -> List.of(String.valueOf(day)))
                .toList();
    }

    @BeforeEach
    void makeDatabase() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("catalog.db"))) {
            CatalogStore catalog = new JdbcCatalogStore(database);
            catalog.write(
                    tx -> tx.databases().insert(Database.builder().name("raw").build()));
        }
    }

    @Test
    void aFirstCrawlThatDiesIsDoneAgainAndFindsItsTableAsItLeftIt() throws Exception {
        days(0, 5);
        crawlAndDie();
        assertThat(partitions()).isEqualTo(dayValues(5));

        CrawlReport again = crawl(folder, UnaryOperator.identity());

        assertThat(again.tablesCreated() + again.tablesUpdated() + again.partitionsAdded())
                .isZero();
        assertThat(again.cost().objectsOpened()).isEqualTo(5);
        assertThat(partitions()).isEqualTo(dayValues(5));
        assertThat(crawl(folder, UnaryOperator.identity()).cost().objectsOpened())
                .isZero();
    }

    @Test
    void aRecrawlThatDiesOpensTheNewObjectsAgainAndNoOthers() throws Exception {
        days(0, 5);
        crawl(folder, UnaryOperator.identity());
        days(5, 8);
        crawlAndDie();
        days(8, 9);

        CrawlReport again = crawl(folder, UnaryOperator.identity());

        assertThat(again.partitionsAdded()).isEqualTo(1);
        assertThat(again.cost().objectsOpened()).isEqualTo(4);
        assertThat(partitions()).isEqualTo(dayValues(9));
        assertThat(crawl(folder, UnaryOperator.identity()).cost().objectsOpened())
                .isZero();
    }
}
