package io.millrace.server.http;

import org.jspecify.annotations.Nullable;

/**
 * What of a request is known before its body is read.
 *
 * @param requestId our name for the request, which every answer carries
 * @param method in upper case
 * @param rawPath as it was sent, percent-encoded
 * @param rawQuery as it was sent, without {@code ?}; null if there was none
 * @param headers as they were sent
 * @param sourceAddress where the connection came from; empty if that is not known
 */
public record HttpRequestHead(
        String requestId,
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HttpHeaders headers,
        String sourceAddress) {
    /** A request from an unknown place. */
    public HttpRequestHead(
            String requestId, String method, String rawPath, @Nullable String rawQuery, HttpHeaders headers) {
        this(requestId, method, rawPath, rawQuery, headers, "");
    }
}
