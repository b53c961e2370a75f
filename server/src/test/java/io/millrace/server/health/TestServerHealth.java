package io.millrace.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpEndpoint;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TestServerHealth {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ServerHealth health = new ServerHealth("1.2.3", now::get);

    private static String body(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void isUnavailableWhileItStarts() {
        assertThat(health.page().status()).isEqualTo(503);
        assertThat(body(health.page())).isEqualTo("{\"status\":\"starting\",\"version\":\"1.2.3\",\"parts\":{}}");
    }

    @Test
    void tellsOfEveryPart() {
        health.ready(Map.of("store", () -> {}, "objects", () -> {}));
        assertThat(health.page().status()).isEqualTo(200);
        assertThat(health.page().headers()).containsEntry("Content-Type", "application/json");
        assertThat(body(health.page()))
                .isEqualTo("{\"status\":\"ok\",\"version\":\"1.2.3\",\"parts\":{\"objects\":\"ok\",\"store\":\"ok\"}}");
    }

    @Test
    void isUnavailableWhilePartsFailAndSaysNothingOfWhy() {
        AtomicReference<IOException> failure = new AtomicReference<>(new IOException("at /private/path"));
        health.ready(Map.of("store", () -> {}, "objects", () -> {
            if (failure.get() != null) {
                throw failure.get();
            }
        }));
        assertThat(health.page().status()).isEqualTo(503);
        assertThat(body(health.page()))
                .contains("\"objects\":\"failed\",\"store\":\"ok\"")
                .doesNotContain("private");
        failure.set(null);
        now.set(Instant.EPOCH.plus(ServerHealth.KEPT).plusMillis(1));
        assertThat(health.page().status()).isEqualTo(200);
    }

    @Test
    void asksItsPartsOnceInAWhile() {
        AtomicInteger asked = new AtomicInteger();
        health.ready(Map.of("store", asked::incrementAndGet));
        for (int i = 0; i < 100; i++) {
            health.page();
        }
        assertThat(asked).hasValue(1);
        now.set(Instant.EPOCH.plus(ServerHealth.KEPT).plusMillis(1));
        health.page();
        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotLetCallersWaitForAPartThatHangs() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        health.ready(Map.of("objects", () -> {
            if (asked.incrementAndGet() > 1) {
                entered.countDown();
                release.await();
            }
        }));
        now.set(Instant.EPOCH.plus(Duration.ofHours(1)));
        CompletableFuture<HttpAnswer> hanging = CompletableFuture.supplyAsync(health::page);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(health.page().status()).isEqualTo(200);
        assertThat(hanging).isNotDone();
        release.countDown();
        assertThat(hanging.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void knowsAnObjectStoreThatAnswers() throws Exception {
        for (int status : new int[] {200, 301, 403, 404}) {
            try (HttpServer store = store(status)) {
                assertThatCode(() -> new ObjectStoreCheck(store.uri()).run()).doesNotThrowAnyException();
            }
        }
        URI closed;
        try (HttpServer store = store(503)) {
            closed = store.uri();
            assertThatThrownBy(() -> new ObjectStoreCheck(store.uri()).run())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answers 503");
        }
        assertThatThrownBy(() -> new ObjectStoreCheck(closed).run()).isInstanceOf(IOException.class);
    }

    private static HttpServer store(int status) throws IOException {
        return HttpServer.start(HttpSettings.on("127.0.0.1", 0), new HttpEndpoint() {
            @Override
            public Optional<HttpAnswer> refuse(HttpRequestHead head) {
                return Optional.empty();
            }

            @Override
            public HttpAnswer answer(HttpRequestHead head, byte[] body) {
                return HttpAnswer.text(status, "");
            }

            @Override
            public HttpAnswer failure(int failed, String message) {
                return HttpAnswer.text(failed, message);
            }
        });
    }
}
