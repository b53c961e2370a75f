package io.millrace.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer; whoever makes it gives the array away.
 *
 * @param status HTTP status
 * @param headers further headers
 * @param body may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each body would cost more than it protects
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    /** Keeps the headers in their order. */
    public HttpAnswer {
        headers = new LinkedHashMap<>(headers);
    }

    /** A short text. */
    public static HttpAnswer text(int status, String text) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }
}
