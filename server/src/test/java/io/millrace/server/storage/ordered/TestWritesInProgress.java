package io.millrace.server.storage.ordered;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TestWritesInProgress {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

    private final WritesInProgress writes = new WritesInProgress(InstantSource.fixed(NOW));
    private final String temporary = "t/a.csv-" + UUID.randomUUID();

    @Test
    void knowsATemporaryFileWhileItsKeyIsWritten() {
        assertThat(writes.temporarySince("b", temporary)).isEmpty();
        WritesInProgress.Write first = writes.begin("b", "t/a.csv");
        try (first) {
            WritesInProgress.Write second = writes.begin("b", "t/./a.csv");
            try (second) {
                assertThat(writes.temporarySince("b", temporary))
                        .hasValueSatisfying(since -> assertThat(since).isBefore(NOW));
            }
            assertThat(writes.temporarySince("b", temporary)).isPresent();
            assertThat(writes.temporarySince("other", temporary)).isEmpty();
            assertThat(writes.temporarySince("b", "t/a.csv")).isEmpty();
            assertThat(writes.temporarySince("b", "t/a.csv-2")).isEmpty();
            assertThat(writes.temporarySince("b", "a.csv" + temporary.substring("t/a.csv".length())))
                    .isEmpty();
        }
        assertThat(writes.temporarySince("b", temporary)).isEmpty();
    }

    @Test
    void aKeyOfThatFormIsNoTemporaryFile() {
        writes.begin("b", temporary).close();
        WritesInProgress.Write write = writes.begin("b", "t/a.csv");
        try (write) {
            assertThat(writes.temporarySince("b", temporary)).isEmpty();
        }
    }
}
