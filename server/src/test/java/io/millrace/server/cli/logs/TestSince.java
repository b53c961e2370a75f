package io.millrace.server.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSince {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-22T09:59:30Z",
        "10m, 2026-11-22T09:50:00Z",
        "2h, 2026-11-22T08:00:00Z",
        "1d, 2026-11-21T10:00:00Z",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z"
    })
    void readsHowLongAgoAndPoints(String text, Instant since) {
        assertThat(Since.parse(text, NOW)).isEqualTo(since);
    }

    @Test
    void saysWhatWouldDo() {
        assertThatThrownBy(() -> Since.parse("yesterday", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--since must be such as 30s, 10m, 2h, 1d or 2026-11-22T10:00:00Z, but is yesterday");
    }
}
