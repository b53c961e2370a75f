package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.RecordedChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestHistoryPruning {
    private static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");

    private final List<Instant> pruned = new ArrayList<>();

    @Test
    void forgetsWhatIsOlderThanTheRetention() {
        new HistoryPruning(log(1), Duration.ofDays(35), InstantSource.fixed(NOW)).run();
        assertThat(pruned).containsExactly(Instant.parse("2026-10-18T05:00:00Z"));
    }

    /** A log that notes what it is asked to forget. */
    private ChangeLog log(long removed) {
        return new ChangeLog() {
            @Override
            public List<RecordedChange> list(ChangeFilter filter, long beforeId, int limit) {
                throw new UnsupportedOperationException("Pruning does not list");
            }

            @Override
            public Optional<Instant> begins() {
                throw new UnsupportedOperationException("Pruning does not ask");
            }

            @Override
            public long prune(Instant before) {
                pruned.add(before);
                return removed;
            }
        };
    }
}
