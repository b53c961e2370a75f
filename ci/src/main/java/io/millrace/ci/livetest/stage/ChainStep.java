package io.millrace.ci.livetest.stage;

import java.time.Instant;
import java.util.Objects;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;

/**
 * A crawler or a job of a chain.
 *
 * @param kind {@code crawler} or {@code job}
 * @param name its name
 */
record ChainStep(String kind, String name) {
    private static final String CRAWLER = "crawler";
    private static final String JOB = "job";

    static ChainStep of(Action action) {
        return action.crawlerName() != null
                ? new ChainStep(CRAWLER, action.crawlerName())
                : new ChainStep(JOB, action.jobName());
    }

    static ChainStep of(Condition condition) {
        return condition.crawlerName() != null
                ? new ChainStep(CRAWLER, condition.crawlerName())
                : new ChainStep(JOB, condition.jobName());
    }

    /** Its latest activity, going on or over. */
    Activity latest(GlueClient glue) {
        return kind.equals(CRAWLER) ? latestCrawl(glue) : latestRun(glue);
    }

    private Activity latestCrawl(GlueClient glue) {
        Crawler crawler =
                glue.getCrawler(GetCrawlerRequest.builder().name(name).build()).crawler();
        LastCrawlInfo last = crawler.lastCrawl();
        Instant started = last == null ? Instant.EPOCH : Objects.requireNonNullElse(last.startTime(), Instant.EPOCH);
        if (crawler.state() != CrawlerState.READY) {
            // LastCrawl may still be the one before.
            return new Activity(started, crawler.stateAsString(), null);
        }
        return last == null ? Activity.NONE : new Activity(started, last.statusAsString(), last.errorMessage());
    }

    private Activity latestRun(GlueClient glue) {
        return glue.getJobRuns(GetJobRunsRequest.builder().jobName(name).build()).jobRuns().stream()
                .findFirst()
                .map(run -> new Activity(run.startedOn(), run.jobRunStateAsString(), run.errorMessage()))
                .orElse(Activity.NONE);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
