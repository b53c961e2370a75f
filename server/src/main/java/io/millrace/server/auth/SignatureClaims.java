package io.millrace.server.auth;

import io.millrace.server.auth.SignatureClaim.Form;
import io.millrace.server.http.HttpRequestHead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the signature's claim from the {@code Authorization} header or from a presigned request's query. */
final class SignatureClaims {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** AWS's limit for presigned requests: seven days. */
    private static final Duration MAX_VALIDITY = Duration.ofDays(7);

    private static volatile Timestamp lastTimestamp = new Timestamp("", Instant.EPOCH);

    private SignatureClaims() {}

    static SignatureClaim read(HttpRequestHead head) {
        Optional<String> authorization = head.headers().first("authorization");
        if (authorization.isPresent()) {
            return fromHeader(head, authorization.get().trim());
        }
        Map<String, String> query = new LinkedHashMap<>();
        RawQuery.parse(head.rawQuery()).forEach(parameter -> query.putIfAbsent(parameter.name(), parameter.value()));
        if (query.containsKey("X-Amz-Signature") || query.containsKey("X-Amz-Algorithm")) {
            return fromQuery(head, query);
        }
        throw AuthenticationException.missing();
    }

    private static SignatureClaim fromHeader(HttpRequestHead head, String authorization) {
        int space = authorization.indexOf(' ');
        String algorithm = space < 0 ? authorization : authorization.substring(0, space);
        if (!algorithm.equals(ALGORITHM)) {
            throw AuthenticationException.incomplete("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        Map<String, String> parameters = parameters(authorization.substring(Math.max(space, 0)));
        requireAll(parameters, "Credential", "Signature", "SignedHeaders");
        String timestamp = headerTimestamp(head);
        return new SignatureClaim(
                CredentialScope.parse(parameters.getOrDefault("Credential", "")),
                signedHeaders(parameters.getOrDefault("SignedHeaders", "")),
                parameters.getOrDefault("Signature", ""),
                timestamp,
                parseTimestamp(timestamp),
                null,
                head.headers().first("x-amz-security-token").orElse(null),
                head.headers().first("x-amz-content-sha256").orElse(null),
                Form.HEADER);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        part.substring(0, equals).trim(),
                        part.substring(equals + 1).trim());
            }
        }
        return parameters;
    }

    private static void requireAll(Map<String, String> parameters, String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (parameters.getOrDefault(name, "").isEmpty()) {
                missing.add("Authorization header requires '" + name + "' parameter.");
            }
        }
        if (!missing.isEmpty()) {
            throw AuthenticationException.incomplete(String.join(" ", missing));
        }
    }

    private static String headerTimestamp(HttpRequestHead head) {
        Optional<String> amzDate = head.headers().first("x-amz-date");
        if (amzDate.isPresent()) {
            return amzDate.get().trim();
        }
        String date = head.headers()
                .first("date")
                .orElseThrow(() -> AuthenticationException.incomplete(
                        "Authorization header requires existence of " + "either a 'X-Amz-Date' or a 'Date' header."));
        return fromHttpDate(date.trim());
    }

    /** A {@code Date} header may have the basic form itself or HTTP's own form. */
    private static String fromHttpDate(String date) {
        try {
            return TIMESTAMP.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return date;
        }
    }

    private static SignatureClaim fromQuery(HttpRequestHead head, Map<String, String> query) {
        String algorithm = query.getOrDefault("X-Amz-Algorithm", "");
        if (!algorithm.equals(ALGORITHM)) {
            throw AuthenticationException.incomplete("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        for (String name :
                List.of("X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires")) {
            if (query.getOrDefault(name, "").isEmpty()) {
                throw AuthenticationException.incomplete("AWS query-string parameters must include '" + name + "'.");
            }
        }
        String timestamp = query.getOrDefault("X-Amz-Date", "");
        return new SignatureClaim(
                CredentialScope.parse(query.getOrDefault("X-Amz-Credential", "")),
                signedHeaders(query.getOrDefault("X-Amz-SignedHeaders", "")),
                query.getOrDefault("X-Amz-Signature", ""),
                timestamp,
                parseTimestamp(timestamp),
                validity(query.getOrDefault("X-Amz-Expires", "")),
                query.get("X-Amz-Security-Token"),
                contentHash(head, query),
                Form.QUERY);
    }

    private static @Nullable String contentHash(HttpRequestHead head, Map<String, String> query) {
        String inQuery = query.get("X-Amz-Content-Sha256");
        return inQuery != null
                ? inQuery
                : head.headers().first("x-amz-content-sha256").orElse(null);
    }

    private static Duration validity(String seconds) {
        try {
            Duration validity = Duration.ofSeconds(Integer.parseInt(seconds));
            if (!validity.isNegative() && validity.compareTo(MAX_VALIDITY) <= 0) {
                return validity;
            }
        } catch (NumberFormatException e) {
            // Told as any other wrong value.
        }
        throw AuthenticationException.incomplete("X-Amz-Expires must be a number of seconds from 0 to "
                + MAX_VALIDITY.toSeconds() + ", got '" + seconds + "'.");
    }

    private static List<String> signedHeaders(String names) {
        return List.of(names.toLowerCase(Locale.ROOT).split(";", -1));
    }

    private static Instant parseTimestamp(String timestamp) {
        // Thousands of calls carry the same second, and each is read twice.
        Timestamp last = lastTimestamp;
        if (last.text().equals(timestamp)) {
            return last.time();
        }
        try {
            Instant time = LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
            lastTimestamp = new Timestamp(timestamp, time);
            return time;
        } catch (DateTimeException e) {
            throw AuthenticationException.incomplete("Date must be in ISO-8601 'basic format'. Got '" + timestamp
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    private record Timestamp(String text, Instant time) {}
}
