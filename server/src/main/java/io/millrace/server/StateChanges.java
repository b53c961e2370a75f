package io.millrace.server;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobStore;
import io.millrace.server.alarm.MetricName;
import io.millrace.server.alarm.Metrics;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.ServiceEvents.CrawlEnd;
import io.millrace.server.service.CrawlerFamily;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** Puts the ends of crawls and job runs on the event bus, and counts those of job runs for alarms. */
final class StateChanges {
    private static final Logger LOG = LoggerFactory.getLogger(StateChanges.class);

    private final ServiceEvents events;
    private final Metrics metrics;

    StateChanges(ServiceEvents events, Metrics metrics) {
        this.events = events;
        this.metrics = metrics;
    }

    void jobRunEnded(JobStore store, String jobName, String runId, JobRunState state) {
        Optional<String> error = store.read(transaction -> transaction.runs().find(jobName, runId))
                .map(JobRun::errorMessage);
        events.jobRunEnded(jobName, runId, state.toString(), error);
        boolean failed = state == JobRunState.FAILED || state == JobRunState.TIMEOUT || state == JobRunState.ERROR;
        for (String run : List.of("ALL", runId)) {
            metrics.add(failedTasks(jobName, run), "Count", failed ? 1 : 0);
        }
    }

    /** Glue Developer Guide, "AWS Glue metrics". The tasks are not counted here: a run that failed has one that did. */
    private static MetricName failedTasks(String jobName, String run) {
        return MetricName.of(
                "Glue",
                "glue.driver.aggregate.numFailedTasks",
                Map.of("JobName", jobName, "JobRunId", run, "Type", "count"));
    }

    void crawlEnded(CrawlerFamily crawlers, String name, LastCrawlStatus status) {
        try {
            events.crawlEnded(end(crawlers, name, status));
        } catch (CatalogException e) {
            LOG.info("There is no event of the last crawl of {}, which is gone: {}", name, e.getMessage());
        }
    }

    private static CrawlEnd end(CrawlerFamily crawlers, String name, LastCrawlStatus status) {
        CrawlerMetrics metrics = crawlers.history()
                .getCrawlerMetrics(
                        GetCrawlerMetricsRequest.builder().crawlerNameList(name).build())
                .crawlerMetricsList()
                .get(0);
        Optional<String> error = Optional.ofNullable(crawlers.crawlers()
                        .getCrawler(GetCrawlerRequest.builder().name(name).build())
                        .crawler()
                        .lastCrawl())
                .filter(last -> status == LastCrawlStatus.FAILED)
                .map(last -> String.valueOf(last.errorMessage()));
        String state = status.toString();
        return new CrawlEnd(
                name,
                state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT),
                error,
                metrics.tablesCreated(),
                metrics.tablesUpdated(),
                metrics.tablesDeleted(),
                metrics.lastRuntimeSeconds().longValue());
    }
}
