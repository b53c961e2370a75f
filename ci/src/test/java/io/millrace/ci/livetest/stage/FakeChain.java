package io.millrace.ci.livetest.stage;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerResponse;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsResponse;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersResponse;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerResponse;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** A chain raw, etl, lake in which each takes two seconds and the next begins one second later. Its clock moves by pauses alone. */
final class FakeChain implements GlueClient {
    String jobState = "SUCCEEDED";
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private @Nullable Instant begun;

    Instant now() {
        return now;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public GetTriggersResponse getTriggers(GetTriggersRequest request) {
        return GetTriggersResponse.builder()
                .triggers(
                        Trigger.builder()
                                .name("start")
                                .type(TriggerType.ON_DEMAND)
                                .actions(Action.builder().crawlerName("raw").build())
                                .build(),
                        conditional(
                                Condition.builder()
                                        .crawlerName("raw")
                                        .crawlState("SUCCEEDED")
                                        .build(),
                                Action.builder().jobName("etl").build()),
                        conditional(
                                Condition.builder()
                                        .jobName("etl")
                                        .state("SUCCEEDED")
                                        .build(),
                                Action.builder().crawlerName("lake").build()),
                        conditional(
                                Condition.builder()
                                        .jobName("etl")
                                        .state("FAILED")
                                        .build(),
                                Action.builder().jobName("repair").build()))
                .build();
    }

    private static Trigger conditional(Condition condition, Action action) {
        return Trigger.builder()
                .name("next")
                .type(TriggerType.CONDITIONAL)
                .predicate(predicate -> predicate.conditions(condition))
                .actions(action)
                .build();
    }

    @Override
    public StartTriggerResponse startTrigger(StartTriggerRequest request) {
        begun = now.plusMillis(1);
        return StartTriggerResponse.builder().build();
    }

    @Override
    public GetCrawlerResponse getCrawler(GetCrawlerRequest request) {
        Instant started = started(request.name().equals("raw") ? 0 : 6);
        Crawler.Builder crawler = Crawler.builder().name(request.name()).state(CrawlerState.READY);
        if (started != null && !(request.name().equals("lake") && !jobState.equals("SUCCEEDED"))) {
            crawler.state(isOver(started) ? CrawlerState.READY : CrawlerState.RUNNING)
                    .lastCrawl(LastCrawlInfo.builder()
                            .status("SUCCEEDED")
                            .startTime(started)
                            .build());
        }
        return GetCrawlerResponse.builder().crawler(crawler.build()).build();
    }

    @Override
    public GetJobRunsResponse getJobRuns(GetJobRunsRequest request) {
        Instant started = started(3);
        if (started == null) {
            return GetJobRunsResponse.builder().build();
        }
        JobRun.Builder run = JobRun.builder().startedOn(started).jobRunState(isOver(started) ? jobState : "RUNNING");
        if (isOver(started) && jobState.equals("FAILED")) {
            run.errorMessage("no such column");
        }
        return GetJobRunsResponse.builder().jobRuns(run.build()).build();
    }

    private @Nullable Instant started(long afterSeconds) {
        Instant start = begun == null ? null : begun.plusSeconds(afterSeconds);
        return start == null || start.isAfter(now) ? null : start;
    }

    private boolean isOver(Instant started) {
        return !now.isBefore(started.plusSeconds(2));
    }

    @Override
    public String serviceName() {
        return "glue";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
