package io.millrace.ci.livetest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.LiveTestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestChainRunner {
    private final FakeChain glue = new FakeChain();
    private final List<String> progress = new ArrayList<>();

    @Test
    void waitsUntilEverythingThatFollowsIsOver() {
        assertThat(run(Duration.ofMinutes(1))).isEmpty();
        assertThat(progress)
                .containsSubsequence(
                        "crawler raw: RUNNING",
                        "crawler raw: SUCCEEDED",
                        "job etl: RUNNING",
                        "job etl: SUCCEEDED",
                        "crawler lake: SUCCEEDED");
    }

    @Test
    void doesNotTakeAnEarlierRunForThisOne() {
        run(Duration.ofMinutes(1));
        progress.clear();

        assertThat(run(Duration.ofMinutes(1))).isEmpty();
        assertThat(progress).contains("crawler raw: RUNNING", "job etl: RUNNING");
    }

    @Test
    void namesWhatFailedWithItsError() {
        glue.jobState = "FAILED";

        assertThat(run(Duration.ofMinutes(1)))
                .extracting(Difference::text)
                .containsExactly("The job etl ended with FAILED: no such column");
    }

    @Test
    void namesWhereItStandsWhenTheTimeIsUp() {
        glue.jobState = "RUNNING";

        assertThatThrownBy(() -> run(Duration.ofSeconds(20)))
                .isInstanceOf(LiveTestException.class)
                .hasMessage("The chain of start did not end within 20 s: crawler raw SUCCEEDED, job etl RUNNING,"
                        + " crawler lake not started");
    }

    @Test
    void saysThatThereIsNoSuchTrigger() {
        assertThatThrownBy(() -> runner(Duration.ofSeconds(1)).run("begin", () -> {}))
                .isInstanceOf(LiveTestException.class)
                .hasMessage("There is no trigger begin with an action, so nothing can be started");
    }

    private List<Difference> run(Duration timeout) {
        return runner(timeout).run("start", () -> {});
    }

    private ChainRunner runner(Duration timeout) {
        return new ChainRunner(glue, timeout, glue::now, glue::pass, progress::add);
    }
}
