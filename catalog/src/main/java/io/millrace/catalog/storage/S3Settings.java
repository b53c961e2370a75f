package io.millrace.catalog.storage;

import java.net.URI;
import java.util.Optional;

/**
 * Where the object store is and who we are there.
 *
 * @param endpoint the S3 endpoint; empty for AWS's own of the region
 * @param region the region that requests are signed for, {@code us-east-1} where the store does not care
 * @param credentials the key; empty for the SDK's default chain (on AWS)
 */
public record S3Settings(Optional<URI> endpoint, String region, Optional<Credentials> credentials) {
    /** Checks that an endpoint has a scheme and a host. */
    public S3Settings {
        endpoint.ifPresent(uri -> {
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw new IllegalArgumentException(
                        "The S3 endpoint must be a URL such as https://s3.us-west-004.backblazeb2.com, but is " + uri);
            }
        });
        if (region.isBlank()) {
            throw new IllegalArgumentException("The S3 region must not be empty");
        }
    }

    /** An access key. Its text form does not show the secret. */
    public record Credentials(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return "Credentials[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
        }
    }
}
