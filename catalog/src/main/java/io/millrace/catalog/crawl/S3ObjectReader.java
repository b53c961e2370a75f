package io.millrace.catalog.crawl;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists and reads by the S3 API: pages of 1,000 keys without a delimiter, since a listing costs ten times a read on B2. */
public final class S3ObjectReader implements ObjectReader {
    private final S3Client s3;

    /** Reads through {@code s3}, which stays the caller's to close. */
    public S3ObjectReader(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public List<StoredObject> list(String bucket, String prefix) throws IOException {
        ListObjectsV2Request request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
        List<StoredObject> objects = new ArrayList<>();
        try {
            for (S3Object object : s3.listObjectsV2Paginator(request).contents()) {
                objects.add(new StoredObject(bucket, object.key(), object.size()));
            }
        } catch (SdkException e) {
            throw new IOException("Cannot list s3://%s/%s: %s".formatted(bucket, prefix, reason(e)), e);
        }
        return objects;
    }

    @Override
    public byte[] read(StoredObject object, long offset, int length) throws IOException {
        String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
        try {
            return s3.getObjectAsBytes(
                            get -> get.bucket(object.bucket()).key(object.key()).range(range))
                    .asByteArrayUnsafe();
        } catch (NoSuchKeyException e) {
            NoSuchFileException gone = new NoSuchFileException(object.uri());
            gone.initCause(e);
            throw gone;
        } catch (SdkException e) {
            throw new IOException("Cannot read %s: %s".formatted(object.uri(), reason(e)), e);
        }
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
