package io.millrace.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
import org.slf4j.MDC;

/** Hands requests to a page, or to the endpoint: the head first, then, on a thread of the pool, head and body. */
final class EndpointHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

    /** What log lines of a request carry, under the name that {@code log4j2.xml} prints. */
    private static final String REQUEST_ID = "requestId";

    private final int maxBodyBytes;
    private final Duration bodyTimeout;
    private final HttpEndpoint endpoint;
    private final Map<String, Supplier<HttpAnswer>> pages;

    EndpointHandler(HttpSettings settings, HttpEndpoint endpoint, Map<String, Supplier<HttpAnswer>> pages) {
        this.maxBodyBytes = settings.maxBodyBytes();
        this.bodyTimeout = settings.bodyTimeout();
        this.endpoint = endpoint;
        this.pages = Map.copyOf(pages);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpRequestHead head = head(request);
        Supplier<HttpAnswer> page = pages.get(head.rawPath());
        if (page != null) {
            refuse(page(page, head), request, response, callback);
            return true;
        }
        int limit = Math.min(maxBodyBytes, endpoint.maxBodyBytes(head));
        Optional<HttpAnswer> refusal =
                request.getLength() > limit ? Optional.of(tooLarge(limit)) : endpoint.refuse(head);
        if (refusal.isPresent()) {
            refuse(refusal.get(), request, response, callback);
            return true;
        }
        readBody(new Exchange(head, request, response, callback), limit);
        return true;
    }

    private HttpAnswer page(Supplier<HttpAnswer> page, HttpRequestHead head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return HttpAnswer.text(405, "Only GET and HEAD are allowed here.");
        }
        return within(head, page);
    }

    private void readBody(Exchange exchange, int limit) {
        AtomicBoolean done = new AtomicBoolean();
        // The idle timeout ends silent bodies; this ends those that drip.
        Scheduler.Task deadline = exchange.request()
                .getComponents()
                .getScheduler()
                .schedule(
                        () -> {
                            if (done.compareAndSet(false, true)) {
                                refuse(exchange, unreadable(exchange.head(), new TimeoutException(), limit));
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
                answer(exchange, body);
            } else {
                refuse(exchange, unreadable(exchange.head(), failure, limit));
            }
        });
        Content.Source.asByteArrayAsync(exchange.request(), limit, whole);
    }

    private void answer(Exchange exchange, byte[] body) {
        // From here on it is the endpoint that takes its time: a synchronous function call may last 15 minutes.
        exchange.request().addIdleTimeoutListener(timeout -> false);
        HttpAnswer answer = within(exchange.head(), () -> endpoint.answer(exchange.head(), body));
        Answers.write(answer, exchange.request(), exchange.response(), exchange.callback());
    }

    /** What is logged while the answer is made carries the request's id. */
    private HttpAnswer within(HttpRequestHead head, Supplier<HttpAnswer> answer) {
        MDC.put(REQUEST_ID, head.requestId());
        try {
            return answer.get();
        } catch (RuntimeException e) { // the run loop of a request
            LOG.error("Request {} failed", head.requestId(), e);
            return endpoint.failure(500, "An internal error occurred.");
        } finally {
            MDC.clear();
        }
    }

    private HttpAnswer unreadable(HttpRequestHead head, Throwable failure, int limit) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.debug("Request {}: the body could not be read: {}", head.requestId(), failure.toString());
        if (failure instanceof IllegalStateException || cause instanceof IllegalStateException) {
            return tooLarge(limit);
        }
        if (failure instanceof TimeoutException || cause instanceof TimeoutException) {
            return endpoint.failure(408, "The request's body did not arrive in time.");
        }
        return endpoint.failure(400, "The request's body could not be read.");
    }

    private HttpAnswer tooLarge(int limit) {
        return endpoint.failure(413, "The request's body is longer than " + limit + " bytes.");
    }

    /** Ends a request whose body failed, or is being read still: nobody else may read it. */
    private static void refuse(Exchange exchange, HttpAnswer answer) {
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
        Answers.write(answer, exchange.request(), exchange.response(), exchange.callback());
    }

    /** Refuses a request before its body is read. The body is not worth keeping, so the connection ends once the client has had the time to read the answer. */
    private static void refuse(HttpAnswer answer, Request request, Response response, Callback callback) {
        if (request.getLength() == 0) {
            Answers.write(answer, request, response, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Answers.write(
                answer, request, response, Callback.from(() -> BodyDrain.start(request, callback), callback::failed));
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

    /** A request whose body is being read. */
    private record Exchange(HttpRequestHead head, Request request, Response response, Callback callback) {}
}
