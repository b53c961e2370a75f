package io.millrace.catalog.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.catalog.sweep.Leftover.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;

/** S3Proxy has no versions: a store of this class's own, two entries a page. */
final class TestVersionListing {
    private static final Instant LIMIT = Instant.ofEpochSecond(1_000);
    private static final String OLD = "00000000000000ff";
    private static final String PENDING = "00000000000000aa";

    @TempDir
    private Path folder;

    private record Entry(String key, String id, long time, boolean latest, boolean marker) {}

    private static String key(String batch, int number) {
        return "t/part-%s-%05d.parquet".formatted(batch, number);
    }

    /** Lists keys in order, of each the newest version first, as S3 does. */
    private static final class Versions implements S3Client {
        private final List<Entry> entries;
        private final List<List<String>> deleted = new ArrayList<>();
        private String refused = "";

        Versions(Entry... entries) {
            this.entries = List.of(entries);
        }

        @Override
        public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
            int from = 0;
            while (request.keyMarker() != null && !entries.get(from++).id().equals(request.versionIdMarker())) {
                assertThat(from).isLessThan(entries.size());
            }
            List<Entry> page = entries.subList(from, Math.min(from + 2, entries.size()));
            Entry last = page.get(page.size() - 1);
            return ListObjectVersionsResponse.builder()
                    .isTruncated(from + 2 < entries.size())
                    .nextKeyMarker(last.key())
                    .nextVersionIdMarker(last.id())
                    .versions(page.stream()
                            .filter(entry -> !entry.marker())
                            .map(entry -> ObjectVersion.builder()
                                    .key(entry.key())
                                    .versionId(entry.id())
                                    .lastModified(Instant.ofEpochSecond(entry.time()))
                                    .isLatest(entry.latest())
                                    .size(7L)
                                    .build())
                            .toList())
                    .deleteMarkers(page.stream()
                            .filter(Entry::marker)
                            .map(entry -> DeleteMarkerEntry.builder()
                                    .key(entry.key())
                                    .versionId(entry.id())
                                    .lastModified(Instant.ofEpochSecond(entry.time()))
                                    .isLatest(entry.latest())
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
            deleted.add(request.delete().objects().stream()
                    .map(object -> String.valueOf(object.versionId()))
                    .toList());
            return DeleteObjectsResponse.builder()
                    .errors(request.delete().objects().stream()
                            .filter(object -> refused.equals(object.versionId()))
                            .map(object -> S3Error.builder()
                                    .key(object.key())
                                    .versionId(object.versionId())
                                    .code("AccessDenied")
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private List<Leftover> look(Versions store) {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("c.db"))) {
            return look(store, catalog(database));
        }
    }

    private static CatalogStore catalog(SqliteDatabase database) {
        CatalogStore catalog = new JdbcCatalogStore(database);
        catalog.write(tx -> {
            Bookmark bookmark = tx.bookmarks().insert(new BookmarkName("j", "d", "t"), 1, "");
            return tx.bookmarks().insertBatch(bookmark, Batch.staged(PENDING).begunBy("r"));
        });
        return catalog;
    }

    private static List<Leftover> look(Versions store, CatalogStore catalog) {
        VersionListing listing = new VersionListing(store, CatalogView.read(catalog, Set.of("s3://b/t/")), LIMIT);
        listing.list("b", "t/");
        return listing.leftovers();
    }

    private static final Entry[] DELETED = {
        new Entry(key(OLD, 1), "m1", 900, true, true),
        new Entry(key(OLD, 1), "v2", 800, false, false),
        new Entry(key(OLD, 1), "v1", 700, false, false)
    };

    @Test
    void takesWhatIsHiddenForLongAndItsMarkerLast() {
        List<Leftover> found = look(new Versions(DELETED));
        assertThat(found).extracting(Leftover::id).containsExactly("v1", "v2", "m1");
        assertThat(found).extracting(Leftover::kind).containsExactly(Kind.VERSION, Kind.VERSION, Kind.DELETE_MARKER);
        assertThat(found).extracting(Leftover::bytes).containsExactly(7L, 7L, 0L);
    }

    @Test
    void leavesWhatIsSeenYoungPendingOrNotOurs() {
        assertThat(look(new Versions(
                        new Entry(key(PENDING, 1), "p2", 900, true, true),
                        new Entry(key(PENDING, 1), "p1", 800, false, false),
                        new Entry(key(OLD, 2), "a", 500, true, false),
                        new Entry(key(OLD, 3), "y2", 1_100, true, true),
                        new Entry(key(OLD, 3), "y1", 100, false, false),
                        new Entry("t/table.csv", "c2", 900, true, true),
                        new Entry("t/table.csv", "c1", 800, false, false))))
                .isEmpty();
    }

    @Test
    void takesAnEarlierVersionAndLeavesTheOneThatIsSeen() {
        assertThat(look(new Versions(
                        new Entry(key(OLD, 1), "seen", 900, true, false),
                        new Entry(key(OLD, 1), "first", 800, false, false),
                        new Entry(key(OLD, 2), "other", 800, true, false))))
                .extracting(Leftover::id)
                .containsExactly("first");
    }

    @Test
    void leavesTheMarkerWhereAVersionBehindItStays() {
        Versions store = new Versions(DELETED);
        store.refused = "v1";
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("c.db"))) {
            CatalogStore catalog = catalog(database);
            SweepReport report = new Removal(catalog, store).remove(look(store, catalog));
            assertThat(report.removed()).isEqualTo(1);
            assertThat(report.kept()).isEqualTo(1);
            assertThat(report.failures()).hasSize(1);
        }
        assertThat(store.deleted).containsExactly(List.of("v1", "v2"));
    }
}
