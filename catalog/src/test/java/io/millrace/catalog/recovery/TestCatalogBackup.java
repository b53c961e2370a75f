package io.millrace.catalog.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.BookmarkRows;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.TableRows.Archive;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;

final class TestCatalogBackup {
    private static final EntityKind<UserDefinedFunction> FUNCTIONS =
            EntityKind.ofSdk("test-function", UserDefinedFunction.class, UserDefinedFunction::builder);
    private static final EntityKind<Connection> CONNECTIONS =
            EntityKind.ofSdk("test-connection", Connection.class, Connection::builder);
    private static final EntityKind<Connection> SECRETS = EntityKind.ofSdk(
                    "test-secret", Connection.class, Connection::builder)
            .withoutHistory();

    private static final BookmarkName JOB = new BookmarkName("daily", "sales", "trips");
    private static final Batch.Counts COUNTS = new Batch.Counts(1, 2, 3, 4);

    @TempDir
    private Path folder;

    private final InstantSource clock = InstantSource.system();
    private SqliteDatabase database;
    private CatalogStore store;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        store = new JdbcCatalogStore(database);
        fill(store);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static void fill(CatalogStore store) {
        store.write(tx -> {
            tx.databases()
                    .insert(Database.builder()
                            .name("sales")
                            .description("\u0000 déjà \uD83D\uDE00\n")
                            .createTime(Instant.ofEpochMilli(1_700_000_000_123L))
                            .build());
            tx.tables().insert(table("0"));
            tx.tables().update(table("1"), "0", Archive.KEEP);
            tx.tables().update(table("3"), "1", Archive.KEEP);
            tx.partitionIndexes().insert("sales", "trips", new PartitionIndex("by_day", List.of(0)));
            tx.partitions().insertAll(partitions());
            tx.entities()
                    .insert(
                            FUNCTIONS,
                            EntityPath.database("sales"),
                            "f",
                            UserDefinedFunction.builder()
                                    .functionName("f")
                                    .databaseName("sales")
                                    .build());
            tx.entities()
                    .insert(
                            CONNECTIONS,
                            List.of("test"),
                            "c",
                            Connection.builder().name("c").build());
            tx.entities()
                    .insert(
                            SECRETS,
                            List.of("secret"),
                            "s",
                            Connection.builder().name("s").build());
            bookmark(tx.bookmarks());
            return true;
        });
    }

    /** Two committed batches, one of them with more inputs than a line holds, a pending one, and a staged one that no backup has. */
    private static void bookmark(BookmarkRows rows) {
        Bookmark bookmark = rows.insert(JOB, 7, "d2");
        batch(
                rows,
                bookmark,
                Batch.staged("a").begunBy("r1").committed(2, Instant.ofEpochMilli(5), "d1", COUNTS),
                2_100);
        batch(rows, bookmark, Batch.staged("b").begunBy("r2").committed(4, Instant.ofEpochMilli(6), "d2", COUNTS), 0);
        batch(rows, bookmark, Batch.staged("c").begunBy("r3"), 1);
        batch(rows, bookmark, Batch.staged("d"), 1);
    }

    private static void batch(BookmarkRows rows, Bookmark bookmark, Batch batch, int inputs) {
        Batch inserted = rows.insertBatch(bookmark, batch.withMoreInputs(inputs));
        List<BatchInput> list = IntStream.range(0, inputs)
                .mapToObj(i -> new BatchInput("s3://b/in/%s-%05d.csv".formatted(batch.name(), i), "etag" + i, i))
                .toList();
        rows.addInputs(bookmark, inserted, list);
    }

    private static Table table(String version) {
        return Table.builder()
                .databaseName("sales")
                .name("trips")
                .versionId(version)
                .description("version " + version)
                .partitionKeys(Column.builder().name("day").type("string").build())
                .build();
    }

    private static List<Partition> partitions() {
        return IntStream.range(0, 2_500)
                .mapToObj(i -> Partition.builder()
                        .databaseName("sales")
                        .tableName("trips")
                        .values("day-" + i)
                        .storageDescriptor(StorageDescriptor.builder()
                                .location("s3://b/" + i)
                                .build())
                        .build())
                .toList();
    }

    @Test
    void bringsAnEmptyCatalogToTheSameState() {
        Path file = folder.resolve("b.gz");
        long rows = new CatalogBackup(store, clock).write(file);
        assertThat(rows).isEqualTo(1 + 1 + 2_500 + 2 + 1 + 3 + 4);
        try (SqliteDatabase other = SqliteDatabase.open(folder.resolve("other.db"))) {
            CatalogStore empty = new JdbcCatalogStore(other);
            RestoreReport report = new CatalogBackup(empty, clock).restore(file, "");
            assertThat(report).isEqualTo(new RestoreReport(List.of("sales"), 1, 2_500, 2, 0, 1, 0));
            assertThat(rows(empty)).isEqualTo(rows(store));
            assertThat(find(empty, SECRETS, List.of("secret"), "s")).isFalse();
        }
    }

    @Test
    void restoresUnderNewNamesBesideTheLivingData() {
        Path file = folder.resolve("b.gz");
        CatalogBackup backup = new CatalogBackup(store, clock);
        backup.write(file);
        List<CatalogRow> before = rows(store);
        RestoreReport report = backup.restore(file, "_old");
        assertThat(report).isEqualTo(new RestoreReport(List.of("sales_old"), 1, 2_500, 1, 1, 1, 0));
        assertThat(rows(store)).containsAll(before);
        UserDefinedFunction function = store.read(
                        tx -> tx.entities().find(FUNCTIONS, EntityPath.database("sales_old"), "f"))
                .orElseThrow();
        assertThat(function.databaseName()).isEqualTo("sales_old");
        Table table = store.read(tx -> tx.tables().find("sales_old", "trips")).orElseThrow();
        assertThat(table.databaseName()).isEqualTo("sales_old");
        assertThat(table.versionId()).isEqualTo("3");
    }

    @Test
    void neverWritesOverLivingDataAndLeavesNothingHalf() {
        Path file = folder.resolve("b.gz");
        CatalogBackup backup = new CatalogBackup(store, clock);
        backup.write(file);
        store.write(tx -> tx.databases().insert(Database.builder().name("zoo").build()));
        Path second = folder.resolve("c.gz");
        backup.write(second);
        store.write(tx -> tx.databases().insert(Database.builder().name("zoo_x").build()));
        List<CatalogRow> before = rows(store);
        assertThatThrownBy(() -> backup.restore(second, "_x"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("Database zoo_x exists");
        assertThat(rows(store)).isEqualTo(before);
        assertThatThrownBy(() -> backup.write(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("exists");
    }

    @Test
    void knowsWhatWasReadAfterARestore() {
        Path file = folder.resolve("b.gz");
        new CatalogBackup(store, clock).write(file);
        try (SqliteDatabase other = SqliteDatabase.open(folder.resolve("other.db"))) {
            CatalogStore restored = new JdbcCatalogStore(other);
            new CatalogBackup(restored, clock).restore(file, "");
            assertThat(processed(restored, JOB)).isTrue();
            assertThat(pending(restored, JOB)).containsExactly("c");
        }
    }

    @Test
    void leavesTheBookmarkThatOutlivedItsTable() {
        Path file = folder.resolve("b.gz");
        CatalogBackup backup = new CatalogBackup(store, clock);
        backup.write(file);
        store.write(tx -> {
            Bookmark now = tx.bookmarks().find(JOB).orElseThrow();
            tx.bookmarks().update(new Bookmark(now.id(), JOB, 9, "d9"));
            return tx.databases().delete("sales");
        });
        RestoreReport report = backup.restore(file, "");
        assertThat(report.bookmarks()).isZero();
        assertThat(report.bookmarksKept()).isEqualTo(1);
        long version = store.read(tx -> tx.bookmarks().find(JOB).orElseThrow().version());
        assertThat(version).isEqualTo(9);
    }

    @Test
    void givesACopyTheBookmarkWithoutTheBatchThatIsUnderWay() {
        Path file = folder.resolve("b.gz");
        CatalogBackup backup = new CatalogBackup(store, clock);
        backup.write(file);
        backup.restore(file, "_old");
        BookmarkName copy = new BookmarkName("daily", "sales_old", "trips");
        assertThat(processed(store, copy)).isTrue();
        assertThat(pending(store, copy)).isEmpty();
        assertThat(pending(store, JOB)).containsExactly("c");
    }

    @Test
    void readsBackupsFromBeforeBookmarks() throws IOException {
        Path file = folder.resolve("b.gz");
        new CatalogBackup(store, clock).write(file);
        Path old = Files.write(folder.resolve("old.gz"), zip(asVersionOne(unzip(Files.readAllBytes(file)))));
        try (SqliteDatabase other = SqliteDatabase.open(folder.resolve("other.db"))) {
            RestoreReport report = new CatalogBackup(new JdbcCatalogStore(other), clock).restore(old, "");
            assertThat(report).isEqualTo(new RestoreReport(List.of("sales"), 1, 2_500, 2, 0, 0, 0));
        }
    }

    private static String asVersionOne(String text) {
        List<String> lines = text.lines()
                .filter(line -> !line.matches("\\{\"kind\":\"(bookmark|batch|inputs|end)\".*"))
                .toList();
        String body = String.join("\n", lines).replace("backup\",\"version\":2", "backup\",\"version\":1") + "\n";
        String sum = HexFormat.of().formatHex(Digests.sha256().digest(body.getBytes(StandardCharsets.UTF_8)));
        return body + "{\"kind\":\"end\",\"rows\":%d,\"sha256\":\"%s\"}\n".formatted(lines.size() - 1, sum);
    }

    private static boolean processed(CatalogStore store, BookmarkName job) {
        String uri = "s3://b/in/a-02099.csv";
        return store.read(tx -> tx.bookmarks()
                        .processed(tx.bookmarks().find(job).orElseThrow(), List.of(uri, "s3://b/in/c-00000.csv")))
                .equals(Map.of(uri, new BatchInput(uri, "etag2099", 2099)));
    }

    private static List<String> pending(CatalogStore store, BookmarkName job) {
        return store
                .read(tx -> tx.bookmarks().batches(tx.bookmarks().find(job).orElseThrow(), Batch.State.PENDING))
                .stream()
                .map(Batch::name)
                .toList();
    }

    @Test
    void refusesDamagedCutForeignAndNewerFiles() throws IOException {
        Path file = folder.resolve("b.gz");
        CatalogBackup backup = new CatalogBackup(store, clock);
        backup.write(file);
        byte[] bytes = Files.readAllBytes(file);
        String text = unzip(bytes);
        List<CatalogRow> before = rows(store);
        List<byte[]> broken = new ArrayList<>();
        broken.add(java.util.Arrays.copyOf(bytes, bytes.length / 2));
        broken.add(new byte[0]);
        broken.add("no gzip".getBytes(StandardCharsets.UTF_8));
        broken.add(zip(text.replace("day-17\\\"", "day-18\\\"")));
        broken.add(zip(text.substring(0, text.lastIndexOf("{\"kind\":\"end\""))));
        broken.add(zip(text.replaceFirst("\\{\"kind\":\"partition\"[^\n]*\n", "")));
        broken.add(zip(text.replace("backup\",\"version\":2", "backup\",\"version\":3")));
        broken.add(zip(text.replace("millrace-catalog-backup", "other")));
        broken.add(zip("[[[[[\n"));
        for (byte[] content : broken) {
            Path damaged = Files.write(folder.resolve("damaged.gz"), content);
            assertThatThrownBy(() -> backup.restore(damaged, "_d")).isInstanceOf(CatalogException.class);
        }
        assertThatThrownBy(() -> backup.restore(folder.resolve("none.gz"), "_d"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("There is no backup");
        assertThat(rows(store)).isEqualTo(before);
    }

    private static boolean find(CatalogStore store, EntityKind<?> kind, List<String> path, String name) {
        return store.read(tx -> tx.entities().find(kind, path, name)).isPresent();
    }

    static List<CatalogRow> rows(CatalogStore store) {
        List<CatalogRow> rows = new ArrayList<>();
        store.read(tx -> {
            CatalogWalk.visitAll(tx, rows::add);
            BookmarkWalk.visit(tx.bookmarks(), CatalogSelection.ALL, rows::add);
            return true;
        });
        return rows;
    }

    private static String unzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] zip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
