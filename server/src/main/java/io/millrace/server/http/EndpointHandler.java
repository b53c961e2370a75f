package io.millrace.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to the endpoint: the head first, then, on a thread of the pool, head and body. */
final class EndpointHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

    private final int maxBodyBytes;
    private final Duration bodyTimeout;
    private final HttpEndpoint endpoint;

    EndpointHandler(HttpSettings settings, HttpEndpoint endpoint) {
        this.maxBodyBytes = settings.maxBodyBytes();
        this.bodyTimeout = settings.bodyTimeout();
        this.endpoint = endpoint;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpRequestHead head = head(request);
        if (head.rawPath().equals("/healthz")) {
            Answers.write(HttpAnswer.text(200, "ok"), request, response, callback);
            return true;
        }
        Optional<HttpAnswer> refusal =
                request.getLength() > maxBodyBytes ? Optional.of(tooLarge()) : endpoint.refuse(head);
        if (refusal.isPresent()) {
            refuse(refusal.get(), request, response, callback);
            return true;
        }
        readBody(head, request, response, callback);
        return true;
    }

    private void readBody(HttpRequestHead head, Request request, Response response, Callback callback) {
        AtomicBoolean done = new AtomicBoolean();
        // The idle timeout ends silent bodies; this ends those that drip.
        Scheduler.Task deadline = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> {
                            if (done.compareAndSet(false, true)) {
                                refuse(unreadable(head, new TimeoutException()), request, response, callback);
                            }
                        },
                        bodyTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        Promise.Invocable<byte[]> whole = Promise.Invocable.from(InvocationType.BLOCKING, (body, failure) -> {
            deadline.cancel();
            if (!done.compareAndSet(false, true)) {
                return;
            }
            if (failure == null) {
                answer(head, body, request, response, callback);
            } else {
                refuse(unreadable(head, failure), request, response, callback);
            }
        });
        Content.Source.asByteArrayAsync(request, maxBodyBytes, whole);
    }

    private void answer(HttpRequestHead head, byte[] body, Request request, Response response, Callback callback) {
        // From here on it is the endpoint that takes its time: a synchronous function call may last 15 minutes.
        request.addIdleTimeoutListener(timeout -> false);
        Answers.write(answer(head, body), request, response, callback);
    }

    private HttpAnswer answer(HttpRequestHead head, byte[] body) {
        try {
            return endpoint.answer(head, body);
        } catch (RuntimeException e) { // the run loop of a request
            LOG.error("Request {} failed", head.requestId(), e);
            return endpoint.failure(500, "An internal error occurred.");
        }
    }

    private HttpAnswer unreadable(HttpRequestHead head, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.debug("Request {}: the body could not be read: {}", head.requestId(), failure.toString());
        if (failure instanceof IllegalStateException || cause instanceof IllegalStateException) {
            return tooLarge();
        }
        if (failure instanceof TimeoutException || cause instanceof TimeoutException) {
            return endpoint.failure(408, "The request's body did not arrive in time.");
        }
        return endpoint.failure(400, "The request's body could not be read.");
    }

    private HttpAnswer tooLarge() {
        return endpoint.failure(413, "The request's body is longer than " + maxBodyBytes + " bytes.");
    }

    /** What is left of the body is not worth reading, so the connection ends with the answer. */
    private static void refuse(HttpAnswer answer, Request request, Response response, Callback callback) {
        if (request.getLength() != 0) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        Answers.write(answer, request, response, callback);
    }

    private static HttpRequestHead head(Request request) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (HttpField field : request.getHeaders()) {
            fields.add(Map.entry(field.getName(), field.getValue() == null ? "" : field.getValue()));
        }
        String path = request.getHttpURI().getPath();
        return new HttpRequestHead(
                RequestIds.of(request),
                request.getMethod(),
                path == null || path.isEmpty() ? "/" : path,
                request.getHttpURI().getQuery(),
                HttpHeaders.of(fields),
                Optional.ofNullable(Request.getRemoteAddr(request)).orElse(""));
    }
}
