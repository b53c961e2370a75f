package io.millrace.catalog.sweep;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.sweep.Leftover.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes what a look found, in requests of up to a thousand keys, and asks the catalog before each of them. */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
    private static final int DELETE_OBJECTS_MAX_KEYS = 1000;

    private static final int FAILURES_TOLD = 20;

    private final CatalogStore catalog;
    private final S3Client store;
    private final List<String> failures = new ArrayList<>();
    private final Set<String> failedKeys = new HashSet<>();
    private long removed;
    private long removedBytes;
    private long kept;

    Removal(CatalogStore catalog, S3Client store) {
        this.catalog = catalog;
        this.store = store;
    }

    SweepReport remove(List<Leftover> leftovers) {
        int from = 0;
        try {
            while (from < leftovers.size()) {
                int end = endOfRequest(leftovers, from);
                request(leftovers.subList(from, end));
                from = end;
            }
        } catch (SdkException e) {
            LOG.warn("The store failed during a sweep", e);
            failures.add("The store failed: %s. %,d of %,d were not removed for certain; sweep again."
                    .formatted(e.getMessage(), leftovers.size() - from, leftovers.size()));
        }
        return new SweepReport(removed, removedBytes, kept, failures);
    }

    /** A request is of one bucket and one kind: markers go only when the versions that they hide have gone. */
    private static int endOfRequest(List<Leftover> leftovers, int from) {
        Leftover first = leftovers.get(from);
        int end = from;
        while (end < leftovers.size()
                && end - from < DELETE_OBJECTS_MAX_KEYS
                && leftovers.get(end).kind() == first.kind()
                && leftovers.get(end).bucket().equals(first.bucket())) {
            end++;
        }
        return end;
    }

    private void request(List<Leftover> request) {
        Set<String> places = request.stream()
                .map(leftover -> leftover.uri().substring(0, leftover.uri().lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        CatalogView now = CatalogView.read(catalog, places);
        List<Leftover> going =
                request.stream().filter(leftover -> mayGo(leftover, now)).toList();
        kept += request.size() - going.size();
        if (going.isEmpty()) {
            return;
        }
        if (going.get(0).kind() == Kind.UPLOAD) {
            going.forEach(this::abort);
        } else {
            delete(going);
        }
    }

    private boolean mayGo(Leftover leftover, CatalogView now) {
        return switch (leftover.kind()) {
            // It was old enough when it was looked at.
            case OBJECT ->
                now.whyLeft(leftover.uri(), leftover.batch(), Instant.MAX).isPresent();
            case UPLOAD, VERSION -> !now.isUnderWay(leftover.batch());
            case DELETE_MARKER -> !now.isUnderWay(leftover.batch()) && !failedKeys.contains(leftover.uri());
        };
    }

    private void abort(Leftover upload) {
        try {
            store.abortMultipartUpload(
                    abort -> abort.bucket(upload.bucket()).key(upload.key()).uploadId(upload.id()));
        } catch (NoSuchUploadException e) {
            LOG.debug("Upload {} of {} is gone", upload.id(), upload.uri(), e);
        }
        count(upload);
    }

    private void delete(List<Leftover> going) {
        List<ObjectIdentifier> ids = new ArrayList<>();
        Map<String, Leftover> byIdentity = new HashMap<>();
        for (Leftover leftover : going) {
            ObjectIdentifier.Builder id = ObjectIdentifier.builder().key(leftover.key());
            if (!leftover.id().isEmpty()) {
                id.versionId(leftover.id());
            }
            ids.add(id.build());
            byIdentity.put(identity(leftover.key(), leftover.id()), leftover);
        }
        List<S3Error> errors = store.deleteObjects(
                        delete -> delete.bucket(going.get(0).bucket())
                                .delete(objects -> objects.objects(ids).quiet(true)))
                .errors();
        for (S3Error error : errors) {
            Leftover failed = byIdentity.remove(identity(error.key(), error.versionId()));
            if (failed != null) {
                failed(failed, error);
            }
        }
        byIdentity.values().forEach(this::count);
    }

    private static String identity(String key, @Nullable String version) {
        return key + "\n" + (version == null ? "" : version);
    }

    private void failed(Leftover leftover, S3Error error) {
        failedKeys.add(leftover.uri());
        if (failures.size() < FAILURES_TOLD) {
            failures.add("Cannot remove %s: %s %s".formatted(leftover.uri(), error.code(), error.message()));
        }
    }

    private void count(Leftover leftover) {
        removed++;
        removedBytes += leftover.bytes();
    }
}
