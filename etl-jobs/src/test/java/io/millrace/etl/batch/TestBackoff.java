package io.millrace.etl.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestBackoff {
    private static List<Duration> pauses(int attempts) {
        List<Duration> pauses = new ArrayList<>();
        Backoff backoff = new Backoff(pauses::add);
        for (int failed = 1; failed <= attempts; failed++) {
            backoff.pause(failed);
        }
        return pauses;
    }

    @Test
    void pausesGrowUpToABound() {
        List<Duration> pauses = pauses(40);
        for (int i = 0; i < pauses.size(); i++) {
            long most = Math.min(2000, 100L << Math.min(i, 10));
            assertThat(pauses.get(i).toMillis()).isBetween(most / 2, most);
        }
    }

    @Test
    void twoClientsDoNotComeBackTogether() {
        assertThat(pauses(12)).isNotEqualTo(pauses(12));
    }
}
