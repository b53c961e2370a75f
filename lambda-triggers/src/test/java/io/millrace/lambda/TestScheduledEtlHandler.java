package io.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.lambda.StartResult.Outcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;

class TestScheduledEtlHandler {
    private final RecordingGlue glue = new RecordingGlue();
    private final TestingContext context = new TestingContext();

    @Test
    void startsTheJobWithTheArgumentsOfTheEvent() {
        StartResult result = handler(Map.of("JOB_NAME", "job", "CRAWLER_NAME", "raw"))
                .handleRequest(Map.of("source", "aws.events", "--compression", "zstd"), context);

        assertThat(glue.calls).containsExactly("job job {--compression=zstd}");
        assertThat(result).isEqualTo(new StartResult(Outcome.STARTED, "job job", "jr_1", 0));
    }

    @Test
    void skipsAJobThatRunsAsOftenAsItMay() {
        glue.failure = ConcurrentRunsExceededException.builder().message("max").build();

        assertThat(handler(Map.of("JOB_NAME", "job"))
                        .handleRequest(Map.of(), context)
                        .outcome())
                .isEqualTo(Outcome.SKIPPED_CONCURRENT_RUNS);
        assertThat(context.log).contains("job job: SKIPPED_CONCURRENT_RUNS");
    }

    @Test
    void startsOneRunForEachEventThatHasAnIdButOneForEachPlainOne() {
        ScheduledEtlHandler handler = handler(Map.of("JOB_NAME", "job"));
        handler.handleRequest(Map.of("id", "e1"), context);
        handler.handleRequest(Map.of("id", "e1"), context);
        handler.handleRequest(Map.of(), context);
        handler.handleRequest(Map.of(), context);

        assertThat(glue.calls).hasSize(3);
    }

    @Test
    void startsTheCrawlerWhereNoJobIsNamed() {
        handler(Map.of("CRAWLER_NAME", "raw")).handleRequest(null, context);

        assertThat(glue.calls).containsExactly("crawler raw");
    }

    private ScheduledEtlHandler handler(Map<String, String> environment) {
        return new ScheduledEtlHandler(environment, new EtlStarter(glue, () -> Instant.EPOCH));
    }
}
