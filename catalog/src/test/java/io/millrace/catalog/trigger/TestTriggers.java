package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StopTriggerRequest;
import software.amazon.awssdk.services.glue.model.TriggerState;

/** When triggers fire, and what they start. */
class TestTriggers extends AbstractTriggerTests {
    @Test
    void runsAChainOfCrawlJobAndCrawl() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw")));
        triggers.createTrigger(conditional("to-job", Logical.AND, job("etl"), crawled("raw", CrawlState.SUCCEEDED)));
        triggers.createTrigger(conditional("to-lake", Logical.AND, crawler("lake"), ran("etl", JobRunState.SUCCEEDED)));

        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        assertStarted("crawler raw");
        engine.crawlEnded("raw", CrawlState.FAILED);
        assertStarted("crawler raw");
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertStarted("crawler raw", "job etl {--from=to-job} 7 to-job");
        engine.jobRunEnded("etl", "jr_1", JobRunState.SUCCEEDED);
        assertStarted("crawler raw", "job etl {--from=to-job} 7 to-job", "crawler lake");

        // Each trigger has forgotten what it saw: the chain runs again only from its beginning.
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertThat(settled()).hasSize(4);
    }

    @Test
    void waitsForAllConditionsAndTheirLastStates() throws Exception {
        triggers.createTrigger(conditional(
                "both",
                Logical.AND,
                crawler("lake"),
                ran("a", JobRunState.SUCCEEDED),
                ran("b", JobRunState.SUCCEEDED)));

        engine.jobRunEnded("a", "jr_1", JobRunState.SUCCEEDED);
        engine.jobRunEnded("a", "jr_2", JobRunState.FAILED);
        engine.jobRunEnded("b", "jr_3", JobRunState.SUCCEEDED);
        assertStarted();
        engine.jobRunEnded("a", "jr_4", JobRunState.SUCCEEDED);
        assertStarted("crawler lake");
        engine.jobRunEnded("a", "jr_5", JobRunState.SUCCEEDED);
        assertStarted("crawler lake");
    }

    @Test
    void firesOnAnyConditionIfThatIsEnough() throws Exception {
        triggers.createTrigger(conditional(
                "any", Logical.ANY, crawler("lake"), ran("a", JobRunState.FAILED), ran("b", JobRunState.TIMEOUT)));

        engine.jobRunEnded("b", "jr_1", JobRunState.TIMEOUT);
        assertStarted("crawler lake");
    }

    @Test
    void remembersConditionsAndDueActionsOverARestart() throws Exception {
        triggers.createTrigger(conditional(
                "both",
                Logical.AND,
                crawler("lake"),
                ran("a", JobRunState.SUCCEEDED),
                ran("b", JobRunState.SUCCEEDED)));
        engine.jobRunEnded("a", "jr_1", JobRunState.SUCCEEDED);
        newServer();
        // This server dies before it starts anything.
        ScheduledExecutorService dead = Executors.newSingleThreadScheduledExecutor();
        dead.shutdownNow();
        engine(dead).jobRunEnded("b", "jr_2", JobRunState.SUCCEEDED);
        assertStarted();

        newServer();
        engine.start();
        assertThat(settled()).containsExactly("crawler lake");
        engine.close();
    }

    @Test
    void firesACronOnceForEachOfItsTimes() throws Exception {
        triggers.createTrigger(scheduled("every-five", "cron(0/5 * * * ? *)", crawler("raw")));
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofSeconds(269));
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofSeconds(1));
        engine.tick();
        engine.tick();
        assertStarted("crawler raw");
        clock.advance(Duration.ofMinutes(5));
        engine.tick();
        assertStarted("crawler raw", "crawler raw");
    }

    @Test
    void doesNotMakeUpForTimesThatPassedWithoutAnEngine() throws Exception {
        triggers.createTrigger(scheduled("hourly", "rate(1 hour)", crawler("raw")));
        clock.advance(Duration.ofMinutes(150));
        newServer();
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofMinutes(30));
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void startsCrawlersByTheirOwnSchedules() throws Exception {
        crawlerSchedules.add(new CrawlerSchedule("broken", "cron(nonsense)", clock.instant()));
        crawlerSchedules.add(new CrawlerSchedule("raw", "cron(1 10 * * ? *)", clock.instant()));
        clock.advance(Duration.ofSeconds(30));
        engine.tick();
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void keepsWhatCouldNotBeStartedAndGoesOn() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("refused"), crawler("raw")));
        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        assertStarted("crawler raw");
        assertThat(engine.failedActions("begin")).singleElement().satisfies(failed -> {
            assertThat(failed.action().crawlerName()).isEqualTo("refused");
            assertThat(failed.error()).isEqualTo("Crawler with name refused does not exist");
        });
        clock.advance(Duration.ofDays(31));
        newServer();
        engine.start();
        assertThat(engine.failedActions("begin")).isEmpty();
        engine.close();
    }

    @Test
    void firesOnlyWhileActivated() throws Exception {
        triggers.createTrigger(scheduled("hourly", "rate(1 hour)", crawler("raw")).toBuilder()
                .startOnCreation(null)
                .build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.CREATED);
        clock.advance(Duration.ofHours(2));
        engine.tick();
        assertStarted();

        triggers.startTrigger(StartTriggerRequest.builder().name("hourly").build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.ACTIVATED);
        clock.advance(Duration.ofHours(1));
        engine.tick();
        assertStarted("crawler raw");

        triggers.stopTrigger(StopTriggerRequest.builder().name("hourly").build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.DEACTIVATED);
        clock.advance(Duration.ofHours(1));
        engine.tick();
        assertStarted("crawler raw");
    }
}
