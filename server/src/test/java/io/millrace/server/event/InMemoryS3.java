package io.millrace.server.event;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket that lists two objects a page and can fail. */
final class InMemoryS3 implements S3Client {
    private static final int PAGE = 2;

    final TreeMap<String, S3Object> objects = new TreeMap<>();
    int listings;

    @Nullable
    S3Exception failure;

    void put(String key, String etag) {
        put(key, etag, Instant.parse("2026-01-01T00:00:00Z"));
    }

    void put(String key, String etag, Instant modified) {
        objects.put(
                key,
                S3Object.builder()
                        .key(key)
                        .eTag("\"" + etag + "\"")
                        .size(3L)
                        .lastModified(modified)
                        .build());
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        listings++;
        if (failure != null) {
            throw failure;
        }
        String after = request.continuationToken() == null ? "" : request.continuationToken();
        List<S3Object> rest = objects.tailMap(after, false).values().stream()
                .filter(object -> object.key().startsWith(request.prefix()))
                .toList();
        List<S3Object> page = rest.subList(0, Math.min(PAGE, rest.size()));
        boolean more = rest.size() > PAGE;
        return ListObjectsV2Response.builder()
                .contents(page)
                .isTruncated(more)
                .nextContinuationToken(more ? page.get(PAGE - 1).key() : null)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
