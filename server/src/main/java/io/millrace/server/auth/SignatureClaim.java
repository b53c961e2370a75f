package io.millrace.server.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its signature, before any of it is believed.
 *
 * @param scope key, date, region and service
 * @param signedHeaders lower-case names in their order
 * @param signature as sent, lower-case hex
 * @param timestamp the signing time as sent, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param signedAt the same as a time
 * @param validFor how long a presigned request lasts; null for the header form
 * @param sessionToken as sent; null if there was none
 * @param contentHash {@code x-amz-content-sha256} as sent; null if there was none
 * @param form where the signature was sent
 */
record SignatureClaim(
        CredentialScope scope,
        List<String> signedHeaders,
        String signature,
        String timestamp,
        Instant signedAt,
        @Nullable Duration validFor,
        @Nullable String sessionToken,
        @Nullable String contentHash,
        Form form) {
    /** Where a signature is sent. */
    enum Form {
        HEADER,
        QUERY
    }
}
