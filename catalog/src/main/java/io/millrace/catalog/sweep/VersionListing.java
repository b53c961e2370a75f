package io.millrace.catalog.sweep;

import io.millrace.catalog.sweep.Leftover.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Versions of batches' objects that nobody sees: those behind another version, and delete markers with nothing behind them that stays. B2
 * calls them hidden versions; a bucket without a lifecycle rule keeps them for ever. What counts as their age is how long they are hidden.
 */
final class VersionListing {
    private final S3Client store;
    private final CatalogView catalog;
    private final Instant limit;
    private final List<Leftover> versions = new ArrayList<>();
    private final List<Leftover> markers = new ArrayList<>();
    private long young;

    VersionListing(S3Client store, CatalogView catalog, Instant limit) {
        this.store = store;
        this.catalog = catalog;
        this.limit = limit;
    }

    private record Version(Kind kind, String id, Instant time, boolean latest, long bytes) {}

    /** Of a key the earliest version first; the markers that hide keys come after all versions. */
    List<Leftover> leftovers() {
        List<Leftover> all = new ArrayList<>(versions);
        all.addAll(markers);
        return all;
    }

    long young() {
        return young;
    }

    void list(String bucket, String prefix) {
        TreeMap<String, List<Version>> keys = new TreeMap<>();
        String key = null;
        String version = null;
        ListObjectVersionsResponse page;
        do {
            String afterKey = key;
            String afterVersion = version;
            page = store.listObjectVersions(list ->
                    list.bucket(bucket).prefix(prefix).keyMarker(afterKey).versionIdMarker(afterVersion));
            page.versions().forEach(found -> of(keys, found.key()).add(version(found)));
            page.deleteMarkers().forEach(found -> of(keys, found.key()).add(marker(found)));
            key = page.nextKeyMarker();
            version = page.nextVersionIdMarker();
            // The versions of the last key may go on in the next page.
            boolean more = Boolean.TRUE.equals(page.isTruncated());
            while (keys.size() > (more ? 1 : 0)) {
                Map.Entry<String, List<Version>> whole = keys.pollFirstEntry();
                key(bucket, whole.getKey(), whole.getValue());
            }
        } while (Boolean.TRUE.equals(page.isTruncated()));
    }

    private static List<Version> of(Map<String, List<Version>> keys, String key) {
        return keys.computeIfAbsent(key, any -> new ArrayList<>());
    }

    private static Version version(ObjectVersion found) {
        return new Version(
                Kind.VERSION,
                found.versionId(),
                found.lastModified(),
                Boolean.TRUE.equals(found.isLatest()),
                found.size() == null ? 0 : found.size());
    }

    private static Version marker(DeleteMarkerEntry found) {
        return new Version(
                Kind.DELETE_MARKER, found.versionId(), found.lastModified(), Boolean.TRUE.equals(found.isLatest()), 0);
    }

    private void key(String bucket, String key, List<Version> found) {
        Optional<String> batch = CatalogView.batchOf(key);
        if (batch.isEmpty() || catalog.isUnderWay(batch.get())) {
            return;
        }
        List<Version> newestFirst = found.stream()
                .sorted(Comparator.comparing(Version::latest)
                        .thenComparing(Version::time)
                        .reversed())
                .toList();
        int staying = 0;
        for (int i = newestFirst.size() - 1; i > 0; i--) {
            if (newestFirst.get(i - 1).time().isAfter(limit)) {
                staying++;
            } else {
                versions.add(leftover(bucket, key, batch.get(), newestFirst.get(i), "hidden by a later version"));
            }
        }
        young += staying;
        Version newest = newestFirst.get(0);
        // Without its marker a version that stays would come back to life.
        if (newest.latest() && newest.kind() == Kind.DELETE_MARKER && staying == 0) {
            if (newest.time().isAfter(limit)) {
                young++;
            } else {
                markers.add(leftover(bucket, key, batch.get(), newest, "marks an object that was deleted"));
            }
        }
    }

    private Leftover leftover(String bucket, String key, String batch, Version version, String reason) {
        String table = catalog.tableOf("s3://" + bucket + "/" + key);
        return new Leftover(table, version.kind(), bucket, key, version.id(), batch, version.bytes(), reason);
    }
}
