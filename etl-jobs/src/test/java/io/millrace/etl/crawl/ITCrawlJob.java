package io.millrace.etl.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.crawl.CrawlDatabases;
import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlFailedException;
import io.millrace.catalog.crawl.CrawlMemory;
import io.millrace.catalog.crawl.CrawlMonitor;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.FileCluster;
import io.millrace.catalog.crawl.FileRequestStream;
import io.millrace.catalog.crawl.FolderObjectReader;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.S3Target;

/** A crawl whose files Spark reads makes the same tables as one that reads them itself. */
// Fields are set before the tests.
@SuppressWarnings("NullAway.Init")
class ITCrawlJob {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int FOLDERS = 120;
    private static final List<CustomClassifier> CUSTOM = List.of(
            new CustomClassifier.Grok("g", "applog", "%{WORD:level}!%{GREEDYDATA:message}", ""),
            new CustomClassifier.Json("j", "$.rows[*]"));

    @TempDir
    static Path folder;

    private static FileCluster spark;
    private static PipedOutputStream requests;
    private static Thread job;

    @BeforeAll
    static void start() throws IOException {
        System.setProperty("spark.master", "local[2]");
        requests = new PipedOutputStream();
        PipedInputStream requestsIn = new PipedInputStream(requests, 1 << 16);
        PipedOutputStream answers = new PipedOutputStream();
        PipedInputStream answersIn = new PipedInputStream(answers, 1 << 16);
        job = new Thread(() -> {
            try (answers) {
                CrawlJob.serve(requestsIn, answers, new CrawlStorage("", "us-east-1", "key", "secret"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        job.start();
        spark = new FileRequestStream(50, answersIn, requests);
    }

    @AfterAll
    static void theInputsEndEndsTheJob() throws Exception {
        requests.close();
        job.join(30_000);
        assertThat(job.isAlive()).isFalse();
        System.clearProperty("spark.master");
    }

    private static Path tree(String name) throws IOException {
        Path tree = folder.resolve(name);
        for (int i = 0; i < FOLDERS; i++) {
            write(tree.resolve("trips/day=" + i + "/a.csv"), "id,at,note\n" + i + ",2026-01-02 03:04:05,x\n2,,y\n");
        }
        write(tree.resolve("trips/day=7/b.csv"), "id,at,note\n1.5,2026-01-02,x\n2,,y\n");
        write(tree.resolve("trips/day=8/empty.csv"), "");
        write(tree.resolve("trips/day=9/broken.gz"), "\u001f\u008b no gzip");
        write(tree.resolve("logs/a.log"), "WARN!one\nINFO!two\n");
        write(tree.resolve("docs/a.json"), "{\"rows\":[{\"a\":{\"b\":1}},{\"a\":{\"b\":2.5}}]}");
        return tree;
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Crawls once; the clusters differ, the tree is the same. */
    private static List<Object> crawl(Path tree, String database, long threshold, FileCluster cluster)
            throws Exception {
        try (SqliteDatabase sqlite = SqliteDatabase.open(folder.resolve(database))) {
            CatalogStore catalog = new JdbcCatalogStore(sqlite);
            catalog.write(
                    tx -> tx.databases().insert(Database.builder().name("raw").build()));
            try (CrawlEngine engine = new CrawlEngine(
                    FolderObjectReader.ofMachine(),
                    catalog,
                    CrawlDatabases.NONE,
                    new CrawlMemory(new JdbcCrawlLedger(sqlite.jdbi()), new JdbcChangeLog(sqlite)),
                    CrawlSettings.defaults(),
                    InstantSource.fixed(NOW),
                    cluster)) {
                CrawlReport report = engine.crawl(crawler(tree, threshold), CUSTOM, CrawlMonitor.NONE);
                CrawlReport again = engine.crawl(crawler(tree, threshold), CUSTOM, CrawlMonitor.NONE);
                assertThat(again.tablesCreated() + again.tablesUpdated()).isZero();
                List<Object> found = new ArrayList<>(List.of(report));
                catalog.read(tx -> {
                    tx.tables().list("raw", "", 100).forEach(table -> {
                        found.add(table);
                        found.addAll(tx.partitions().list("raw", table.name(), any -> true, List.of(), 1000));
                    });
                    return null;
                });
                return found;
            }
        }
    }

    private static Crawler crawler(Path tree, long threshold) {
        return Crawler.builder()
                .name("c")
                .databaseName("raw")
                .role("r")
                .configuration("{\"Version\":1.0,\"Millrace\":{\"SparkThreshold\":" + threshold + "}}")
                .targets(targets -> targets.s3Targets(
                        S3Target.builder().path("file://" + tree + "/").build()))
                .build();
    }

    private static final class Never implements FileCluster {
        @Override
        public int filesAtOnce() {
            return 1;
        }

        @Override
        public List<byte[]> answerAll(List<byte[]> requests) throws IOException {
            throw new IOException("the cluster is not there");
        }
    }

    @Test
    void makesTheSameTablesPartitionsNotesAndCosts() throws Exception {
        Path tree = tree("same");
        List<Object> alone = crawl(tree, "alone.db", 0, new Never());
        List<Object> withSpark = crawl(tree, "spark.db", 1, spark);
        assertThat(withSpark).isEqualTo(alone);
        assertThat(alone).hasSizeGreaterThan(FOLDERS);
    }

    @Test
    void theClusterIsAskedAboveTheThresholdAloneAndItsFailureFailsTheCrawl() throws Exception {
        Path tree = tree("threshold");
        crawl(tree, "below.db", 1_000_000, new Never());
        assertThatThrownBy(() -> crawl(tree, "above.db", 1, new Never()))
                .isInstanceOf(CrawlFailedException.class)
                .hasMessageContaining("the cluster is not there");
    }
}
