package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that cannot be run at all, through no fault of their function. */
class TestAsyncInvocations {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestingLambda lambda;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());
        lambda.create("echo", "Echo", 30, Map.of());
    }

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void givesUpAnEventThatGotTooOld() throws IOException {
        accepted(Instant.now().minus(Duration.ofSeconds(31)));
        lambda.events.start();
        await().atMost(PATIENCE).until(() -> queued().isEmpty());
        try (Stream<Path> logs = Files.walk(folder.resolve("logs"))) {
            assertThat(logs.filter(Files::isRegularFile))
                    .allSatisfy(log -> assertThat(log).content().doesNotContain("START RequestId: id"));
        }
    }

    @Test
    void triesAnEventThatCannotBeRunUntilItIsTooOld() throws IOException {
        removeTree(folder.resolve("functions"));
        accepted(Instant.now().minus(Duration.ofSeconds(28)));
        lambda.events.start();
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !queued().isEmpty());
        await().atMost(PATIENCE).until(() -> queued().isEmpty());
    }

    @Test
    void waitsLongerEachTimeUpToALimit() {
        AsyncInvocationSettings settings = AsyncInvocationSettings.defaults();
        assertThat(settings.backOff(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.backOff(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.backOff(8)).isEqualTo(Duration.ofSeconds(256));
        assertThat(settings.backOff(9)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.backOff(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.maxAge()).isEqualTo(Duration.ofHours(6));
    }

    private void accepted(Instant time) {
        lambda.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO lambda_async_invocations VALUES ('id', 'echo', '{}', 0, 0, ?, '$LATEST')",
                        time.toEpochMilli()));
    }

    private List<String> queued() {
        return lambda.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT request_id FROM lambda_async_invocations")
                        .mapTo(String.class)
                        .list());
    }

    private static void removeTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
