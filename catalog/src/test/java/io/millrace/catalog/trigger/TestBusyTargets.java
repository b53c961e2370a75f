package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;

/** Triggers whose targets run already when they fire: nothing is lost, and nothing is started twice for one reason. */
class TestBusyTargets extends AbstractTriggerTests {
    @Test
    void startsACrawlerThatIsBusyAsSoonAsItIsFree() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw")));
        busy.add("raw");
        begin();
        assertStarted();
        engine.tick();
        assertStarted();
        assertThat(engine.failedActions("begin")).isEmpty();
        busy.remove("raw");
        engine.tick();
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void doesNotMakeUpForATimeOfACrawlersScheduleAtWhichItStillRan() throws Exception {
        crawlerSchedules.add(new CrawlerSchedule("raw", "cron(1,3 10 * * ? *)", clock.instant()));
        busy.add("raw");
        clock.advance(Duration.ofMinutes(1));
        engine.tick();
        busy.remove("raw");
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofMinutes(2));
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void startsAJobThatIsBusyAsSoonAsItIsFreeAlsoAfterARestart() throws Exception {
        triggers.createTrigger(conditional("to-job", Logical.AND, job("etl"), crawled("raw", CrawlState.SUCCEEDED)));
        busy.add("etl");
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertStarted();
        engine.close();
        newServer();
        engine.tick();
        assertStarted();
        busy.remove("etl");
        engine.tick();
        engine.tick();
        assertStarted("job etl {--from=to-job} 7 to-job");
    }

    @Test
    void oneStartServesAllThatFireWhileItWaits() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw"), crawler("other")));
        triggers.createTrigger(onDemand("begin-too", crawler("raw")));
        busy.add("raw");
        for (int times = 0; times < 3; times++) {
            begin();
            settled();
        }
        triggers.startTrigger(StartTriggerRequest.builder().name("begin-too").build());
        assertStarted("crawler other", "crawler other", "crawler other");
        busy.remove("raw");
        engine.tick();
        engine.tick();
        // One for each trigger.
        assertThat(settled()).filteredOn("crawler raw"::equals).hasSize(2);
    }

    @Test
    void whatFiresAfterAStartIsANewStart() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw")));
        begin();
        assertStarted("crawler raw");
        begin();
        assertStarted("crawler raw", "crawler raw");
    }

    @Test
    void startsNothingOnceClosedAndAllOfItNextTime() throws Exception {
        triggers.createTrigger(conditional("to-job", Logical.AND, job("etl"), crawled("raw", CrawlState.SUCCEEDED)));
        engine.close();
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertStarted();
        newServer();
        engine.tick();
        assertStarted("job etl {--from=to-job} 7 to-job");
    }

    private void begin() {
        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
    }
}
