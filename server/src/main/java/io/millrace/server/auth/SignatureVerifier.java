package io.millrace.server.auth;

import io.millrace.server.auth.SignatureClaim.Form;
import io.millrace.server.http.HttpRequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies AWS Signature Version 4 in both its forms, the {@code Authorization} header and the presigned query. It takes nothing
 * from the SDK's signer, which adds headers of its own. A hash of the content that the caller sends is held against the body;
 * {@code UNSIGNED-PAYLOAD} is accepted, because it is signed as such; chunked (streaming) payloads are refused. Thread-safe.
 */
public final class SignatureVerifier {
    /** How far a caller's clock may be off. AWS allows 5 minutes for every service that we serve (15 for S3 alone). */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private static final Set<String> GLOBAL_SERVICES = Set.of("iam", "sts");
    private static final String GLOBAL_REGION = "us-east-1";

    /** IAM API reference, AccessKey. Anything else may be a secret in the wrong place. */
    private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Z0-9_]{4,128}");

    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private final AccessKeys keys;
    private final String region;
    private final InstantSource clock;

    /** A verifier for these keys and the one region that the server stands for. */
    public SignatureVerifier(AccessKeys keys, String region, InstantSource clock) {
        this.keys = keys;
        this.region = region;
        this.clock = clock;
    }

    /**
     * Checks what needs no body: form, key, session token, dates and scope. So a stranger's body is never read.
     *
     * @throws AuthenticationException with AWS's name and text
     */
    public void checkHead(HttpRequestHead head) {
        check(head, SignatureClaims.read(head));
    }

    /**
     * Verifies a whole request.
     *
     * @throws AuthenticationException with AWS's name and text
     */
    public Principal verify(HttpRequestHead head, byte[] body) {
        SignatureClaim claim = SignatureClaims.read(head);
        AccessKey key = check(head, claim);
        String canonical = CanonicalRequest.of(head, claim, payloadHash(claim, body));
        String expected = Sha256.signature(key.secret(), claim, canonical);
        if (!equalInConstantTime(expected, claim.signature())) {
            throw AuthenticationException.invalid(MISMATCH);
        }
        CredentialScope scope = claim.scope();
        return new Principal(scope.accessKeyId(), key.principal(), scope.region(), scope.service());
    }

    /** The access key that a request says it was signed with; empty if what it says cannot be one. Nothing is checked. */
    public static Optional<String> claimedKeyId(HttpRequestHead head) {
        try {
            return Optional.of(SignatureClaims.read(head).scope().accessKeyId())
                    .filter(id -> ACCESS_KEY_ID.matcher(id).matches());
        } catch (AuthenticationException e) {
            return Optional.empty();
        }
    }

    /** The service that a request says it was signed for; empty if it says none. Nothing is checked. */
    public static Optional<String> claimedService(HttpRequestHead head) {
        try {
            return Optional.of(SignatureClaims.read(head).scope().service());
        } catch (AuthenticationException e) {
            return Optional.empty();
        }
    }

    private AccessKey check(HttpRequestHead head, SignatureClaim claim) {
        checkSignedHeaders(head, claim);
        AccessKey key = keys.find(claim.scope().accessKeyId()).orElseThrow(AuthenticationException::unrecognized);
        checkSessionToken(key.sessionToken(), claim.sessionToken());
        checkDates(claim);
        if (!isRegionOf(claim.scope())) {
            throw AuthenticationException.invalid("Credential should be scoped to a valid region, not '"
                    + claim.scope().region() + "'. This server is in '" + region + "'.");
        }
        checkContentHashForm(claim.contentHash());
        return key;
    }

    /** Global services are signed for one region wherever the caller is (AWS general reference, IAM and STS endpoints). */
    private boolean isRegionOf(CredentialScope scope) {
        boolean global =
                GLOBAL_SERVICES.contains(scope.service()) && scope.region().equals(GLOBAL_REGION);
        return global || scope.region().equals(region);
    }

    private static void checkSignedHeaders(HttpRequestHead head, SignatureClaim claim) {
        if (!claim.signedHeaders().contains("host")) {
            throw AuthenticationException.incomplete(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (claim.form() == Form.HEADER) {
            String dateHeader = head.headers().first("x-amz-date").isPresent() ? "x-amz-date" : "date";
            if (!claim.signedHeaders().contains(dateHeader)) {
                throw AuthenticationException.incomplete(
                        "'" + dateHeader + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        for (String name : claim.signedHeaders()) {
            if (head.headers().all(name).isEmpty()) {
                throw AuthenticationException.invalid(MISMATCH);
            }
        }
    }

    private static void checkSessionToken(@Nullable String expected, @Nullable String sent) {
        // A lasting key has no token, and none may be sent.
        if (!equalInConstantTime(expected == null ? "" : expected, sent == null ? "" : sent)) {
            throw AuthenticationException.unrecognized();
        }
    }

    private void checkDates(SignatureClaim claim) {
        String date = claim.timestamp().substring(0, 8);
        if (!claim.scope().date().equals(date)) {
            throw AuthenticationException.invalid(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version "
                            + "of date from HTTP: '%s' != '%s', from '%s'."
                                    .formatted(claim.scope().date(), date, claim.timestamp()));
        }
        Instant now = clock.instant();
        Duration validFor = claim.validFor();
        Instant expiry = claim.signedAt().plus(validFor == null ? CLOCK_SKEW : validFor);
        if (now.isAfter(expiry)) {
            throw AuthenticationException.invalid(expired(claim, now));
        }
        if (claim.signedAt().isAfter(now.plus(CLOCK_SKEW))) {
            throw AuthenticationException.invalid("Signature not yet current: %s is still later than %s (%s + 5 min.)"
                    .formatted(claim.timestamp(), text(now.plus(CLOCK_SKEW)), text(now)));
        }
    }

    private static String expired(SignatureClaim claim, Instant now) {
        Duration validFor = claim.validFor();
        return validFor == null
                ? "Signature expired: %s is now earlier than %s (%s - 5 min.)"
                        .formatted(claim.timestamp(), text(now.minus(CLOCK_SKEW)), text(now))
                : "Signature expired: %s is now earlier than %s"
                        .formatted(text(claim.signedAt().plus(validFor)), text(now));
    }

    private static String text(Instant instant) {
        return SignatureClaims.TIMESTAMP.format(instant);
    }

    private static void checkContentHashForm(@Nullable String hash) {
        if (hash != null
                && !hash.equals(UNSIGNED_PAYLOAD)
                && !SHA256_HEX.matcher(hash).matches()) {
            throw AuthenticationException.invalid("The value of 'x-amz-content-sha256' is not supported: '" + hash
                    + "'. Send the SHA-256 of the whole body; streaming signatures are not accepted.");
        }
    }

    private static String payloadHash(SignatureClaim claim, byte[] body) {
        String sent = claim.contentHash();
        if (UNSIGNED_PAYLOAD.equals(sent)) {
            return UNSIGNED_PAYLOAD;
        }
        String actual = Sha256.hex(body);
        if (sent != null && !equalInConstantTime(actual, sent.toLowerCase(Locale.ROOT))) {
            throw AuthenticationException.invalid(
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return sent == null ? actual : sent;
    }

    private static boolean equalInConstantTime(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
