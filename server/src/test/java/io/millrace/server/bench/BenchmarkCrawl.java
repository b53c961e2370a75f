package io.millrace.server.bench;

import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlMemory;
import io.millrace.catalog.crawl.CrawlMonitor;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.FolderObjectReader;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.S3ObjectReader;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings.Credentials;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.MillraceHome;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What crawls take, the writing of the catalog included: {@code ./ci/bench crawl}. On folders of this machine, through the embedded
 * store, and on objects out of nothing; beside them Spark's and DuckDB's inference on the same files, and the bare SDK's listing and reading. Ends
 * with 1 when a bar does not hold. The bars against the peers and for recrawls are those of 20,000 folders: {@code --quick} has a tenth of them, and
 * prints these ratios without a bar.
 */
final class BenchmarkCrawl {
    private static final double PEERS_BAR = 40;
    private static final double NOTHING_NEW_BAR = 0.05;
    private static final double STORE_BAR = 2;

    /** Ten times the objects may take at most fifteen times the time. */
    private static final double LINEAR_BAR = 1.5;

    private static final int WARM_UPS = 10;

    /** Of the bare SDK and of crawls alike. */
    private static final int STORE_WARM_UPS = 2;

    private static final int READ_BYTES = 1 << 20;
    private static final String BUCKET = "bench";

    private final BenchmarkReport report = new BenchmarkReport("crawl");
    private final Path folder;
    private final Path home;
    private final boolean quick;
    private final int runs;
    private final int few;
    private final int many;
    private final int synthetic;
    private int catalogs;
    private int added;

    private BenchmarkCrawl(Path folder, boolean quick) {
        this.folder = folder;
        this.home = MillraceHome.fromSystemProperty().root();
        this.quick = quick;
        this.runs = quick ? 1 : 3;
        this.few = quick ? 200 : 2_000;
        this.many = quick ? 2_000 : 20_000;
        this.added = many;
        this.synthetic = quick ? 20_000 : 200_000;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        boolean quick = options.contains("--quick");
        Path folder = Files.createTempDirectory("bench-crawl-");
        int exit;
        try {
            BenchmarkCrawl benchmark = new BenchmarkCrawl(folder, quick);
            benchmark.run(quick ? 4 : 24, quick ? 10L << 20 : 40L << 20);
            exit = options.contains("--json") ? benchmark.report.printJson() : benchmark.report.printTable();
        } finally {
            delete(folder);
        }
        System.exit(exit);
    }

    private void run(int largeFiles, long largeBytes) throws Exception {
        Path bucket = folder.resolve("store").resolve(BUCKET);
        CrawlTrees.partitions(bucket.resolve("few"), few);
        CrawlTrees.partitions(bucket.resolve("many"), many);
        CrawlTrees.large(bucket.resolve("large"), largeFiles, largeBytes);
        ObjectReader files = FolderObjectReader.ofMachine();
        String local = "file://" + bucket;
        String fewFolders = few + " folders, local";
        String manyFolders = many + " folders, local";
        // The first of a process has a figure of its own; the others are of a warm one, as DuckDB's and Spark's are:
        // warmed up by the very work that is measured, as each tree that is new to the process costs some compiling.
        first(files, local + "/many/", manyFolders + ", cold");
        for (int run = 0; run < WARM_UPS; run++) {
            first(files, local + "/few/", "warm-up");
            first(files, local + "/many/", "warm-up");
            first(files, local + "/large/", "warm-up");
        }
        for (int run = 0; run < runs; run++) {
            first(files, local + "/few/", fewFolders);
            first(files, local + "/many/", manyFolders);
            first(files, local + "/large/", "large files, local");
        }
        floor(bucket.resolve("many"), manyFolders);
        recrawls(files, bucket.resolve("many"), local + "/many/", manyFolders, "");
        peers(bucket, manyFolders);
        synthetic();
        store();
        ratio("linear: " + manyFolders, manyFolders, fewFolders, (double) few / many);
        report.checkBelow("linear: " + manyFolders, LINEAR_BAR);
    }

    private void ratio(String name, String of, String to, double factor) {
        report.add(name, report.median(of) / report.median(to) * factor, "times");
    }

    /** @param where what the names of the figures end with */
    private void recrawls(ObjectReader reader, Path tree, String target, String first, String where) throws Exception {
        String nothing = "recrawl of nothing new" + where;
        String some = "recrawl of 1 % new" + where;
        try (Catalog catalog = new Catalog(reader)) {
            catalog.crawl(target);
            for (int run = 0; run < runs; run++) {
                report.add(nothing, catalog.crawl(target), "ms");
            }
            for (int run = 0; run < runs; run++) {
                for (int i = 0; i < many / 100; i++) {
                    CrawlTrees.partition(tree, added++);
                }
                report.add(some, catalog.crawl(target), "ms");
            }
        }
        ratio(nothing + " / first", nothing, first, 1);
        if (!quick) {
            report.checkBelow(nothing + " / first", NOTHING_NEW_BAR);
        }
        ratio(some + " / first", some, first, 1);
    }

    /** What no local recrawl can be faster than: one pass over the folders and the attributes of their files, by one thread. */
    private void floor(Path tree, String first) throws IOException {
        String floor = "floor: readdir and lstat of the tree";
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            try (Stream<Path> paths = Files.walk(tree)) {
                if (paths.count() <= many) {
                    throw new IllegalStateException(tree + " has not the folders that were made");
                }
            }
            report.add(floor, (System.nanoTime() - start) / 1e6, "ms");
        }
        ratio("floor / first", floor, first, 1);
    }

    private void peers(Path bucket, String ours) throws Exception {
        CrawlPeers.duckDb(bucket.resolve("many"));
        List<Path> folders = List.of(bucket.resolve("few"), bucket.resolve("many"), bucket.resolve("large"));
        List<Double> spark = CrawlPeers.spark(home, folders);
        List<String> names = List.of(few + " folders", many + " folders", "large files");
        for (int i = 0; i < folders.size(); i++) {
            report.add(names.get(i) + ", Spark inferSchema", spark.get(i), "ms");
            report.add(names.get(i) + ", DuckDB read_csv", CrawlPeers.duckDb(folders.get(i)), "ms");
        }
        double faster = Math.min(
                report.median(many + " folders, Spark inferSchema"), report.median(many + " folders, DuckDB read_csv"));
        report.add("the faster peer / ours, " + many + " folders", faster / report.median(ours), "times");
        if (!quick) {
            report.checkAtLeast("the faster peer / ours, " + many + " folders", PEERS_BAR);
        }
    }

    private void synthetic() throws Exception {
        String tenth = synthetic / 10 + " objects, synthetic";
        String all = synthetic + " objects, synthetic";
        first(new SyntheticObjects(synthetic / 10), "s3://bench/objects/", "warm-up");
        for (int run = 0; run < runs; run++) {
            first(new SyntheticObjects(synthetic / 10), "s3://bench/objects/", tenth);
            first(new SyntheticObjects(synthetic), "s3://bench/objects/", all);
        }
        ratio("linear: " + all, all, tenth, 0.1);
        report.checkBelow("linear: " + all, LINEAR_BAR);
        // Listing these costs next to nothing, so this is the recrawl's own work.
        String nothing = "recrawl of nothing new, synthetic";
        try (Catalog catalog = new Catalog(new SyntheticObjects(synthetic))) {
            catalog.crawl("s3://bench/objects/");
            for (int run = 0; run < runs; run++) {
                report.add(nothing, catalog.crawl("s3://bench/objects/"), "ms");
            }
        }
        ratio(nothing + " / first", nothing, all, 1);
    }

    private void store() throws Exception {
        EmbeddedStoreSettings settings =
                EmbeddedStoreSettings.of(home, folder.resolve("store"), 0, new Credentials("AKIABENCH", "benchsecret"));
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(settings);
                S3Client client = S3Clients.create(store.settings())) {
            for (String tree : List.of("few", "large", "many")) {
                for (int run = 0; run < STORE_WARM_UPS; run++) {
                    bare(client, tree + "/", "warm-up");
                    first(new S3ObjectReader(client), "s3://" + BUCKET + "/" + tree + "/", "warm-up");
                }
                for (int run = 0; run < runs; run++) {
                    bare(client, tree + "/", tree + ", store, bare SDK");
                    first(new S3ObjectReader(client), "s3://" + BUCKET + "/" + tree + "/", tree + ", store");
                }
                ratio(tree + ", store, ours / bare SDK", tree + ", store", tree + ", store, bare SDK", 1);
                report.checkBelow(tree + ", store, ours / bare SDK", STORE_BAR);
            }
            Path tree = folder.resolve("store").resolve(BUCKET).resolve("many");
            String target = "s3://" + BUCKET + "/many/";
            storeFloor(client);
            recrawls(new S3ObjectReader(client), tree, target, "many, store", ", store");
        }
    }

    /** What no recrawl through the store can be faster than: the bare SDK's listing. */
    private void storeFloor(S3Client client) {
        String floor = "floor: the bare SDK's listing, store";
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            long listed = client
                    .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix("many/"))
                    .contents()
                    .stream()
                    .count();
            if (listed < many) {
                throw new IllegalStateException("The store lists " + listed + " objects");
            }
            report.add(floor, (System.nanoTime() - start) / 1e6, "ms");
        }
        ratio("floor / first, store", floor, "many, store", 1);
    }

    /** Lists, and then reads the beginning of each object with as many threads as a crawl has. */
    private void bare(S3Client client, String prefix, String name) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        ExecutorService threads =
                Executors.newFixedThreadPool(CrawlSettings.defaults().parallelReads());
        try {
            List<Future<Integer>> reads = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            list -> list.bucket(BUCKET).prefix(prefix))
                    .contents()) {
                reads.add(threads.submit(() -> client.getObjectAsBytes(get -> get.bucket(BUCKET)
                                .key(object.key())
                                .range("bytes=0-" + (Math.min(object.size(), READ_BYTES) - 1)))
                        .asByteArrayUnsafe()
                        .length));
            }
            for (Future<Integer> read : reads) {
                read.get();
            }
        } finally {
            threads.shutdownNow();
        }
        report.add(name, (System.nanoTime() - start) / 1e6, "ms");
    }

    /** A crawl into an empty catalog. */
    private void first(ObjectReader reader, String target, String name) throws Exception {
        try (Catalog catalog = new Catalog(reader)) {
            report.add(name, catalog.crawl(target), "ms");
        }
    }

    /** A catalog, and the engine that crawls into it. */
    private final class Catalog implements AutoCloseable {
        private final SqliteDatabase database;
        private final CrawlEngine engine;

        Catalog(ObjectReader reader) {
            database = SqliteDatabase.open(folder.resolve("catalog" + catalogs++ + ".db"));
            CatalogStore store = new JdbcCatalogStore(database);
            store.write(transaction -> transaction
                    .databases()
                    .insert(Database.builder().name("raw").build()));
            engine = new CrawlEngine(
                    reader,
                    store,
                    new CrawlMemory(new JdbcCrawlLedger(database.jdbi()), new JdbcChangeLog(database)),
                    CrawlSettings.defaults(),
                    InstantSource.system());
        }

        /** Milliseconds of a crawl. */
        double crawl(String target) throws Exception {
            Crawler crawler = Crawler.builder()
                    .name("bench")
                    .databaseName("raw")
                    .role("bench")
                    .targets(targets ->
                            targets.s3Targets(S3Target.builder().path(target).build()))
                    .build();
            long start = System.nanoTime();
            CrawlReport crawled = engine.crawl(crawler, List.of(), CrawlMonitor.NONE);
            double millis = (System.nanoTime() - start) / 1e6;
            System.err.println(crawled);
            return millis;
        }

        @Override
        public void close() {
            engine.close();
            database.close();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
