package io.millrace.server.topic;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import io.millrace.server.delivery.UndeliverableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP endpoints as receivers of messages. An answer of 200 to 299 takes the message; 429, 500 and above, and no answer within
 * {@value #TIMEOUT_SECONDS} s, let it be sent again (SNS Developer Guide, "Message delivery retries"). Redirections are not followed.
 * Thread-safe.
 */
final class HttpTarget implements DeliveryTarget {
    static final String KIND = "sns:http";

    /** The same guide: AWS waits 15 s for an answer. */
    private static final int TIMEOUT_SECONDS = 15;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final OutsideEndpoints outside;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpTarget(OutsideEndpoints outside) {
        this(outside, Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    /** @param patience how long an answer may take to its end */
    HttpTarget(OutsideEndpoints outside, Duration patience) {
        this.outside = outside;
        this.patience = patience;
    }

    @Override
    public void deliver(Delivery delivery) {
        URI uri = URI.create(delivery.target());
        try {
            if (outside.isRefused(uri)) {
                throw new UndeliverableException(
                        uri.getHost() + " is an address of this machine or link (security.local-endpoints)");
            }
            check(post(uri, HttpMessage.fromJson(delivery.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(uri.getHost() + " cannot be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server stops", e);
        }
    }

    /** The status of the whole answer: the request's own time limit ends with the headers, and a body may never end. */
    private int post(URI uri, HttpMessage message) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(uri, message), BodyHandlers.discarding());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? "no answer" : String.valueOf(cause.getMessage()), e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    private static void check(int status) {
        if (status == TOO_MANY || status >= SERVER_ERROR) {
            throw new IllegalStateException("the endpoint answered " + status);
        }
        if (status < 200 || status > 299) {
            throw new UndeliverableException("the endpoint answered " + status);
        }
    }

    private HttpRequest request(URI uri, HttpMessage message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .header("User-Agent", "Millrace Simple Notification Service")
                .header("x-amz-sns-message-type", message.type())
                .header("x-amz-sns-message-id", message.messageId())
                .header("x-amz-sns-topic-arn", message.topicArn())
                .POST(BodyPublishers.ofString(message.text()));
        if (message.type().equals(HttpMessage.NOTIFICATION)) {
            request.header("x-amz-sns-subscription-arn", message.subscriptionArn());
        }
        if (message.raw()) {
            request.header("x-amz-sns-rawdelivery", "true");
        }
        return request.build();
    }
}
