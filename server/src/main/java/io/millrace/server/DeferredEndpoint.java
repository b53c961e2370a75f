package io.millrace.server;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpEndpoint;
import io.millrace.server.http.HttpRequestHead;
import java.util.Optional;

/**
 * Holds the port while the services behind it are put together, because they must tell their own children the port. Until
 * {@link #open} every call is answered as by a service that is about to be back.
 */
final class DeferredEndpoint implements HttpEndpoint {
    private static final int UNAVAILABLE = 503;

    private volatile HttpEndpoint services = new Starting();

    void open(HttpEndpoint endpoint) {
        services = endpoint;
    }

    @Override
    public Optional<HttpAnswer> refuse(HttpRequestHead head) {
        return services.refuse(head);
    }

    @Override
    public int maxBodyBytes(HttpRequestHead head) {
        return services.maxBodyBytes(head);
    }

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        return services.answer(head, body);
    }

    @Override
    public HttpAnswer failure(int status, String message) {
        return services.failure(status, message);
    }

    private static final class Starting implements HttpEndpoint {
        @Override
        public Optional<HttpAnswer> refuse(HttpRequestHead head) {
            return Optional.of(failure(UNAVAILABLE, "Millrace is starting."));
        }

        @Override
        public HttpAnswer answer(HttpRequestHead head, byte[] body) {
            return failure(UNAVAILABLE, "Millrace is starting.");
        }

        @Override
        public HttpAnswer failure(int status, String message) {
            return HttpAnswer.text(status, message);
        }
    }
}
