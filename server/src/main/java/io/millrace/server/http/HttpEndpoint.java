package io.millrace.server.http;

import java.util.Optional;

/** What answers the requests of an {@link HttpServer}. Called by many threads at once; may block. */
public interface HttpEndpoint {
    /** Refuses a request before its body is read; empty lets it pass. Must be quick. */
    Optional<HttpAnswer> refuse(HttpRequestHead head);

    /** The longest body that the endpoint reads of such a request, in bytes; a longer one is refused before it is read. */
    default int maxBodyBytes(HttpRequestHead head) {
        return Integer.MAX_VALUE;
    }

    /** Answers a request. An exception becomes a bare HTTP 500. */
    HttpAnswer answer(HttpRequestHead head, byte[] body);

    /** The answer when the HTTP layer itself must refuse: malformed HTTP (400), slow body (408), large body (413), failure (500). */
    HttpAnswer failure(int status, String message);
}
