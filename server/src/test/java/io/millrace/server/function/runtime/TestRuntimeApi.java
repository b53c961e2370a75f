package io.millrace.server.function.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TestRuntimeApi {
    @Test
    void tellsAProcessThatEndsWhileItWaitsThatThereIsNothingMore() throws Exception {
        CompletableFuture<Invocation> waiting = new CompletableFuture<>();
        try (RuntimeApi api = new RuntimeApi()) {
            String address = api.open(new Waiting(waiting));
            HttpRequest next = HttpRequest.newBuilder(
                            URI.create("http://" + address + "/2018-06-01/runtime/invocation/next"))
                    .build();
            CompletableFuture<HttpResponse<String>> answer =
                    HttpClient.newHttpClient().sendAsync(next, HttpResponse.BodyHandlers.ofString());
            Awaitility.await().until(() -> waiting.getNumberOfDependents() > 0);
            assertThat(answer).isNotDone();

            waiting.cancel(false);

            // Not 500, which Jetty logs with a stack trace.
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(410);
        }
    }

    private record Waiting(CompletableFuture<Invocation> next) implements RuntimeSession {
        @Override
        public boolean complete(String requestId, Outcome outcome) {
            return false;
        }

        @Override
        public void initError(byte[] error) {
            throw new AssertionError("not reported");
        }
    }
}
