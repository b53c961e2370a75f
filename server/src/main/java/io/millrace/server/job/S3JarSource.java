package io.millrace.server.job;

import java.io.IOException;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Jars in the object store. */
public final class S3JarSource implements JarSource {
    private final S3Client s3;

    /** Reads with {@code s3}, which stays the caller's to close. */
    public S3JarSource(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void copy(String bucket, String key, Path target) throws IOException {
        try {
            s3.getObject(request -> request.bucket(bucket).key(key), target);
        } catch (SdkException e) {
            throw new IOException("Cannot read s3://%s/%s: %s".formatted(bucket, key, e.getMessage()), e);
        }
    }
}
