package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;

/** A store that fails just when it should keep that a target was started: the start is no failed one, and stays due. */
class TestUnnotedStarts extends AbstractTriggerTests {
    private final AtomicInteger failing = new AtomicInteger();

    @Override
    TriggerStore engineStore(TriggerStore store) {
        return new TriggerStore() {
            @Override
            public <T> T read(Function<TriggerTransaction, T> work) {
                return store.read(work);
            }

            @Override
            public <T> T write(Function<TriggerTransaction, T> work) {
                if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new IllegalStateException("database or disk is full");
                }
                return store.write(work);
            }
        };
    }

    @Test
    void aCrawlIsStartedAgainAndNotNotedAsFailed() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw"), crawler("other")));
        failing.set(1);
        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        assertStarted("crawler raw", "crawler other");
        assertThat(engine.failedActions("begin")).isEmpty();
        engine.tick();
        assertStarted("crawler raw", "crawler other", "crawler raw");
        engine.tick();
        assertStarted("crawler raw", "crawler other", "crawler raw");
        assertThat(engine.failedActions("begin")).isEmpty();
    }

    @Test
    void aJobIsStartedAgainAsTheSameRun() throws Exception {
        triggers.createTrigger(onDemand("begin", job("etl")));
        failing.set(1);
        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        settled();
        String run = jobRuns.remove("etl");
        engine.tick();
        assertThat(settled()).hasSize(2);
        assertThat(jobRuns).containsEntry("etl", run);
        assertThat(engine.failedActions("begin")).isEmpty();
    }
}
