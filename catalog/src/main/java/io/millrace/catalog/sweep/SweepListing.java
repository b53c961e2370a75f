package io.millrace.catalog.sweep;

import io.millrace.catalog.sweep.Leftover.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Looks through the places of tables: objects, unfinished uploads, then versions. Holds what may go, not what is there. */
final class SweepListing {
    private static final int SAMPLE = 5;
    private static final Set<Integer> NOT_OFFERED = Set.of(400, 403, 405, 501);

    private final S3Client store;
    private final CatalogView catalog;
    private final Instant limit;
    private final Set<Leftover> leftovers = new LinkedHashSet<>();
    private final List<String> sample = new ArrayList<>();
    private final List<String> notes;
    private long notOurs;
    private long young;

    /**
     * A listing.
     *
     * @param limit what is younger stays
     * @param notes what is already to be told
     */
    SweepListing(S3Client store, CatalogView catalog, Instant limit, List<String> notes) {
        this.store = store;
        this.catalog = catalog;
        this.limit = limit;
        this.notes = new ArrayList<>(notes);
    }

    /** Looks below {@code s3://bucket/prefix/}. */
    void list(String location) {
        String place = location.substring("s3://".length());
        String bucket = place.substring(0, place.indexOf('/'));
        String prefix = place.substring(place.indexOf('/') + 1);
        try {
            store.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                    .contents()
                    .forEach(object -> object(bucket, object));
        } catch (NoSuchBucketException e) {
            notes.add(
                    "There is no bucket %s, in which a table lies: %s was not looked at.".formatted(bucket, location));
            return;
        }
        optional("unfinished uploads", location, () -> uploads(bucket, prefix));
        VersionListing versions = new VersionListing(store, catalog, limit);
        optional("hidden versions", location, () -> versions.list(bucket, prefix));
        leftovers.addAll(versions.leftovers());
        young += versions.young();
    }

    SweepFindings findings() {
        return new SweepFindings(List.copyOf(leftovers), notOurs, sample, young, notes);
    }

    private void object(String bucket, S3Object object) {
        String uri = "s3://" + bucket + "/" + object.key();
        Optional<String> batch = CatalogView.batchOf(object.key());
        if (batch.isEmpty()) {
            // Some tools mark a folder with an empty object.
            if (!object.key().endsWith("/")) {
                foreign(uri);
            }
            return;
        }
        Optional<String> reason = catalog.whyLeft(uri, batch.get(), object.lastModified());
        if (reason.isEmpty()) {
            if (catalog.isUnknown(batch.get())) {
                foreign(uri);
            }
        } else if (object.lastModified().isAfter(limit)) {
            young++;
        } else {
            leftovers.add(new Leftover(
                    catalog.tableOf(uri),
                    Kind.OBJECT,
                    bucket,
                    object.key(),
                    "",
                    batch.get(),
                    object.size(),
                    reason.get()));
        }
    }

    private void foreign(String uri) {
        notOurs++;
        if (sample.size() < SAMPLE) {
            sample.add(uri);
        }
    }

    private void uploads(String bucket, String prefix) {
        String key = null;
        String upload = null;
        ListMultipartUploadsResponse page;
        do {
            String afterKey = key;
            String afterUpload = upload;
            page = store.listMultipartUploads(list ->
                    list.bucket(bucket).prefix(prefix).keyMarker(afterKey).uploadIdMarker(afterUpload));
            page.uploads().stream()
                    .filter(found -> found.key().startsWith(prefix))
                    .forEach(found -> upload(bucket, found));
            key = page.nextKeyMarker();
            upload = page.nextUploadIdMarker();
        } while (Boolean.TRUE.equals(page.isTruncated()));
    }

    private void upload(String bucket, MultipartUpload upload) {
        String uri = "s3://" + bucket + "/" + upload.key();
        Optional<String> batch = CatalogView.batchOf(upload.key());
        if (batch.isEmpty()) {
            foreign(uri);
        } else if (catalog.isUnderWay(batch.get())) {
            return;
        } else if (upload.initiated().isAfter(limit)) {
            young++;
        } else {
            leftovers.add(new Leftover(
                    catalog.tableOf(uri),
                    Kind.UPLOAD,
                    bucket,
                    upload.key(),
                    upload.uploadId(),
                    batch.get(),
                    0,
                    "nobody finished it, and batch " + batch.get() + " is not pending"));
        }
    }

    /** What a store does not have, or not for this key, is told; the rest is swept. */
    private void optional(String what, String location, Runnable look) {
        try {
            look.run();
        } catch (S3Exception e) {
            if (!NOT_OFFERED.contains(e.statusCode())) {
                throw e;
            }
            notes.add("The store does not list %s of %s (%d %s): none were looked at."
                    .formatted(
                            what,
                            location,
                            e.statusCode(),
                            e.awsErrorDetails() == null
                                    ? ""
                                    : e.awsErrorDetails().errorCode()));
        }
    }
}
