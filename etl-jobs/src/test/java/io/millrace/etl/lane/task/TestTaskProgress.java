package io.millrace.etl.lane.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TestTaskProgress {
    @Test
    void saysHowFarAndHowFast() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        TaskProgress progress = new TaskProgress("raw.trips", 4 << 20, now::get);

        progress.addBytes(1 << 20);
        now.set(Instant.EPOCH.plusSeconds(2));
        progress.addRows(5000);

        assertThat(progress).hasToString("raw.trips: 1 of 4 MB, 5000 rows, 2500 rows/s");
    }
}
