package io.millrace.catalog.crawl;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists and reads by the S3 API: pages of 1,000 keys without a delimiter, since a listing costs ten times a read on B2. */
public final class S3ObjectReader implements ObjectReader {
    private static final int FORBIDDEN = 403;

    private final S3Client s3;

    /** Reads through {@code s3}, which stays the caller's to close. */
    public S3ObjectReader(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        ListObjectsV2Request request = request(bucket, prefix, after).build();
        Next next = Next.PAGE;
        while (next == Next.PAGE) {
            ListObjectsV2Response response = page(request);
            next = pages.accept(response.contents().stream()
                    .map(object -> stored(bucket, object))
                    .toList());
            String token = response.nextContinuationToken();
            if (!Boolean.TRUE.equals(response.isTruncated()) || token == null) {
                return;
            }
            request = request.toBuilder().continuationToken(token).build();
        }
    }

    private static StoredObject stored(String bucket, S3Object object) {
        return new StoredObject(
                bucket,
                object.key(),
                object.size(),
                Optional.ofNullable(object.eTag()).orElse(""));
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
        return page(request(bucket, prefix, after).delimiter("/").build()).commonPrefixes().stream()
                .map(CommonPrefix::prefix)
                .toList();
    }

    private static ListObjectsV2Request.Builder request(String bucket, String prefix, String after) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).maxKeys(PAGE_KEYS);
        return after.isEmpty() ? request : request.startAfter(after);
    }

    private ListObjectsV2Response page(ListObjectsV2Request request) throws IOException {
        try {
            return s3.listObjectsV2(request);
        } catch (SdkException e) {
            throw failure(
                    "Cannot list %s: %s".formatted(StoredObject.uri(request.bucket(), request.prefix()), reason(e)), e);
        }
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
        String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
        try {
            ResponseBytes<GetObjectResponse> part = s3.getObjectAsBytes(
                    get -> get.bucket(object.bucket()).key(object.key()).range(range));
            return new ObjectPart(
                    part.asByteArrayUnsafe(),
                    Optional.ofNullable(part.response().eTag()).orElse(""));
        } catch (NoSuchKeyException e) {
            NoSuchFileException gone = new NoSuchFileException(object.uri());
            gone.initCause(e);
            throw gone;
        } catch (SdkException e) {
            throw failure("Cannot read %s: %s".formatted(object.uri(), reason(e)), e);
        }
    }

    private static IOException failure(String message, SdkException e) {
        if (e instanceof S3Exception refused && refused.statusCode() == FORBIDDEN) {
            AccessDeniedException denied = new AccessDeniedException(message);
            denied.initCause(e);
            return denied;
        }
        return new IOException(message, e);
    }

    private static String reason(SdkException e) {
        if (e instanceof S3Exception s3 && s3.awsErrorDetails() != null) {
            return "%s (HTTP %d, %s)"
                    .formatted(
                            s3.awsErrorDetails().errorMessage(),
                            s3.statusCode(),
                            s3.awsErrorDetails().errorCode());
        }
        return String.valueOf(e.getMessage());
    }
}
