package io.millrace.catalog.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.TestingS3;
import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.recovery.CatalogSelection;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.catalog.sweep.Leftover.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

final class TestSweeper {
    private static final BookmarkName JOB = new BookmarkName("daily", "lake", "trips");
    private static final Duration DAY = Duration.ofHours(24);
    private static final String COMMITTED = "00000000000000c0";
    private static final String PENDING = "00000000000000aa";
    private static final String DROPPED = "00000000000000d0";
    private static final String REMOVED = "00000000000000e0";
    private static final String UNKNOWN = "00000000000000ff";
    private static final String NEXT = "00000000000000c1";

    private static TestingS3 s3;

    @TempDir
    private static Path buckets;

    @TempDir
    private Path folder;

    private final String bucket = "b-" + UUID.randomUUID();
    private final InstantSource tomorrow = () -> Instant.now().plus(Duration.ofHours(30));
    private SqliteDatabase database;
    private CatalogStore catalog;

    @BeforeAll
    static void startStore() throws IOException, ReflectiveOperationException {
        s3 = TestingS3.start(buckets);
    }

    @AfterAll
    static void stopStore() throws IOException, ReflectiveOperationException {
        s3.close();
    }

    @BeforeEach
    void open() {
        s3.client().createBucket(create -> create.bucket(bucket));
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        catalog = new JdbcCatalogStore(database);
        catalog.write(tx -> {
            tx.databases().insert(Database.builder().name("lake").build());
            Bookmark bookmark = tx.bookmarks().insert(JOB, 5, "digest");
            Instant longAgo = Instant.now().minus(Duration.ofDays(3));
            for (String name : List.of(COMMITTED, NEXT)) {
                tx.bookmarks()
                        .insertBatch(
                                bookmark,
                                Batch.staged(name).begunBy("r").committed(1, longAgo, "d", Batch.Counts.NONE));
            }
            tx.bookmarks()
                    .insertBatch(
                            bookmark,
                            Batch.staged(DROPPED)
                                    .begunBy("r")
                                    .committed(2, longAgo, "d", Batch.Counts.NONE)
                                    .in(Batch.State.DROPPED));
            tx.bookmarks().insertBatch(bookmark, Batch.staged(PENDING).begunBy("r2"));
            return true;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Sweeper sweeper() {
        return new Sweeper(catalog, s3.client(), tomorrow);
    }

    private Table table(String name, String prefix, Map<String, String> parameters) {
        return Table.builder()
                .databaseName("lake")
                .name(name)
                .versionId("0")
                .parameters(parameters)
                .partitionKeys(Column.builder().name("day").type("string").build())
                .storageDescriptor(storage(prefix))
                .build();
    }

    private StorageDescriptor storage(String prefix) {
        return StorageDescriptor.builder()
                .location("s3://" + bucket + "/" + prefix)
                .build();
    }

    private void insert(Table table) {
        catalog.write(tx -> tx.tables().insert(table));
    }

    private void partition(String table, String day, Map<String, String> parameters) {
        catalog.write(tx -> {
            tx.partitions()
                    .insertAll(List.of(Partition.builder()
                            .databaseName("lake")
                            .tableName(table)
                            .values(day)
                            .parameters(parameters)
                            .storageDescriptor(storage("trips/day=" + day + "/"))
                            .build()));
            return true;
        });
    }

    private String put(String day, String batch, int number) {
        String key = "trips/day=%s/part-%s-%05d.zstd.parquet".formatted(day, batch, number);
        s3.put(bucket, key, new byte[] {1, 2, 3});
        return key;
    }

    private List<String> keys() {
        return s3.client().listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void filled() {
        insert(table(
                "trips", "trips", Map.of(BatchObjects.HIDDEN, REMOVED + "," + PENDING, BatchObjects.REMOVED, REMOVED)));
        partition("trips", "1", Map.of());
        partition("trips", "2", Map.of(BatchObjects.ONLY, NEXT));
    }

    @Test
    void takesOneOfEachAndLeavesWhatCountsMayCountOrIsNotOurs() {
        filled();
        String committed = put("1", COMMITTED, 0);
        String pending = put("1", PENDING, 0);
        String dropped = put("1", DROPPED, 0);
        String removed = put("1", REMOVED, 0);
        String unknown = put("1", UNKNOWN, 0);
        String replaced = put("2", COMMITTED, 0);
        String next = put("2", NEXT, 0);
        s3.put(bucket, "trips/day=2/part-00000.parquet", new byte[] {1});
        s3.put(bucket, "trips/_SUCCESS", new byte[] {1});
        s3.put(bucket, "trips2/part-" + UNKNOWN + "-00000.parquet", new byte[] {1});
        List<String> before = keys();

        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(keys()).isEqualTo(before);
        assertThat(found.leftovers())
                .extracting(Leftover::key, Leftover::kind, Leftover::table, Leftover::bytes)
                .containsExactlyInAnyOrder(tuple(removed), tuple(unknown), tuple(replaced));
        assertThat(found.leftovers())
                .extracting(Leftover::reason)
                .containsExactlyInAnyOrder(
                        "batch " + REMOVED + " was given up or taken back",
                        "batch " + UNKNOWN + " was neither committed nor is it pending",
                        "replaced by batch " + NEXT);
        assertThat(found.notOurs()).isEqualTo(2);
        assertThat(found.bytes()).isEqualTo(9);

        SweepReport report = sweeper().remove(found);
        assertThat(report).isEqualTo(new SweepReport(3, 9, 0, List.of()));
        assertThat(keys())
                .contains(committed, pending, dropped, next)
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .filter(key -> !List.of(removed, unknown, replaced).contains(key))
                        .toList());
        assertThat(sweeper().look(List.of(), DAY).leftovers()).isEmpty();
    }

    @Test
    void takesTheNotesOfCommittersWhoseRunsAreOver() {
        filled();
        String mine = "trips/__magic_job-" + COMMITTED + "/job_1/t.pendingset";
        String underWay = "trips/__magic_job-" + PENDING + "/job_1/t.pendingset";
        String nobodys = "trips/__magic_job-3f2b0c1e-0000-4000-8000-000000000000/job_1/t.pendingset";
        for (String key : List.of(mine, underWay, nobodys)) {
            s3.put(bucket, key, new byte[] {1});
        }
        assertThat(sweeper().look(List.of(), DAY).leftovers())
                .extracting(Leftover::key)
                .containsExactly(mine);
        catalog.write(tx -> {
            Bookmark bookmark = tx.bookmarks().find(JOB).orElseThrow();
            tx.bookmarks().removeBatches(bookmark, tx.bookmarks().batches(bookmark, Batch.State.PENDING));
            return true;
        });
        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(found.leftovers()).hasSize(3);
        assertThat(sweeper().remove(found).removed()).isEqualTo(3);
        assertThat(keys()).isEmpty();
    }

    private static Tuple tuple(String key) {
        return Tuple.tuple(key, Kind.OBJECT, "lake.trips", 3L);
    }

    @Test
    void leavesWhatIsYoung() {
        filled();
        put("1", UNKNOWN, 0);
        SweepFindings found = new Sweeper(catalog, s3.client(), InstantSource.system()).look(List.of(), DAY);
        assertThat(found.leftovers()).isEmpty();
        assertThat(found.young()).isEqualTo(1);
    }

    @Test
    void leavesUnknownBatchesFromBeforeTheFirstOneThatTheCatalogKnows() {
        filled();
        put("1", UNKNOWN, 0);
        catalog.write(tx -> {
            Bookmark bookmark = tx.bookmarks().find(JOB).orElseThrow();
            for (Batch.State state : List.of(Batch.State.COMMITTED, Batch.State.DROPPED)) {
                tx.bookmarks().removeBatches(bookmark, tx.bookmarks().batches(bookmark, state));
            }
            return true;
        });
        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(found.leftovers()).isEmpty();
        assertThat(found.notOurs()).isEqualTo(1);
    }

    @Test
    void leavesReplacedObjectsThatAnotherTableShows() {
        filled();
        put("2", COMMITTED, 0);
        insert(table("copy", "trips/", Map.of()));
        partition("copy", "2", Map.of());
        assertThat(sweeper().look(List.of(), DAY).leftovers()).isEmpty();
    }

    @Test
    void asksTheCatalogAgainBeforeItDeletes() {
        filled();
        String unknown = put("1", UNKNOWN, 0);
        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(found.leftovers()).hasSize(1);
        catalog.write(tx -> tx.bookmarks()
                .insertBatch(
                        tx.bookmarks().find(JOB).orElseThrow(),
                        Batch.staged(UNKNOWN).begunBy("r3")));
        assertThat(sweeper().remove(found)).isEqualTo(new SweepReport(0, 0, 1, List.of()));
        assertThat(keys()).containsExactly(unknown);
    }

    @Test
    void abortsUploadsThatNobodyWillFinish() {
        filled();
        String left = upload("trips/day=1/part-" + COMMITTED + "-00009.parquet");
        String underWay = upload("trips/day=1/part-" + PENDING + "-00009.parquet");
        String foreign = upload("trips/day=1/big.csv");
        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(found.leftovers())
                .extracting(Leftover::kind, Leftover::id)
                .containsExactly(Tuple.tuple(Kind.UPLOAD, left));
        assertThat(found.notOurs()).isEqualTo(1);
        assertThat(sweeper().remove(found).removed()).isEqualTo(1);
        assertThat(s3.client().listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .extracting(software.amazon.awssdk.services.s3.model.MultipartUpload::uploadId)
                .containsExactlyInAnyOrder(underWay, foreign);
    }

    private String upload(String key) {
        return s3.client()
                .createMultipartUpload(create -> create.bucket(bucket).key(key))
                .uploadId();
    }

    @Test
    void pagesThroughThreeThousandObjects() throws Exception {
        filled();
        fillWithUnknown(3_000);
        put("1", COMMITTED, 0);
        SweepFindings found = sweeper().look(List.of(), DAY);
        assertThat(found.leftovers()).hasSize(3_000);
        assertThat(sweeper().remove(found)).isEqualTo(new SweepReport(3_000, 9_000, 0, List.of()));
        assertThat(keys()).hasSize(1);
    }

    private void fillWithUnknown(int objects) throws Exception {
        ExecutorService putters = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> puts = java.util.stream.IntStream.range(0, objects)
                    .mapToObj(i -> putters.submit(() -> put("1", UNKNOWN, i)))
                    .toList();
            for (Future<String> put : puts) {
                put.get();
            }
        } finally {
            putters.shutdownNow();
        }
    }

    @Test
    void tellsWhatIsLeftWhenTheStoreFailsInTheMiddle() throws Exception {
        filled();
        fillWithUnknown(1_010);
        SweepFindings found = sweeper().look(List.of(), DAY);
        AtomicInteger calls = new AtomicInteger();
        S3Client failing = new FaultyStore(s3.client()) {
            @Override
            public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
                if (calls.incrementAndGet() == 2) {
                    throw S3Exception.builder()
                            .message("the disk is full")
                            .statusCode(500)
                            .build();
                }
                return super.deleteObjects(request);
            }
        };
        SweepReport report = new Sweeper(catalog, failing, tomorrow).remove(found);
        assertThat(report.removed()).isEqualTo(1_000);
        assertThat(report.failures()).singleElement().asString().contains("the disk is full", "10 of 1,010");
        assertThat(keys()).hasSize(10);
        assertThat(sweeper().remove(sweeper().look(List.of(), DAY)).removed()).isEqualTo(10);
    }

    @Test
    void tellsWhichObjectsTheStoreRefuses() {
        filled();
        String refused = put("1", UNKNOWN, 0);
        put("1", UNKNOWN, 1);
        SweepFindings found = sweeper().look(List.of(), DAY);
        S3Client locked = new FaultyStore(s3.client()) {
            @Override
            public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
                return DeleteObjectsResponse.builder()
                        .errors(S3Error.builder()
                                .key(refused)
                                .code("AccessDenied")
                                .message("locked")
                                .build())
                        .build();
            }
        };
        SweepReport report = new Sweeper(catalog, locked, tomorrow).remove(found);
        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.failures())
                .containsExactly("Cannot remove s3://" + bucket + "/" + refused + ": AccessDenied locked");
    }

    @Test
    void looksAtSelectedTablesOnly() {
        filled();
        put("1", UNKNOWN, 0);
        catalog.write(tx -> tx.bookmarks().insert(new BookmarkName("daily", "other", "t"), 0, ""));
        List<CatalogSelection> other = List.of(CatalogSelection.parse("other"));
        SweepFindings found = sweeper().look(other, DAY);
        assertThat(found.leftovers()).isEmpty();
        assertThat(found.notes()).anyMatch(note -> note.contains("other.t is gone"));
        assertThat(sweeper()
                        .look(List.of(CatalogSelection.parse("LAKE.trips")), DAY)
                        .leftovers())
                .hasSize(1);
        assertThatThrownBy(() -> sweeper().look(List.of(CatalogSelection.parse("lake.none")), DAY))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("lake.none");
    }
}
