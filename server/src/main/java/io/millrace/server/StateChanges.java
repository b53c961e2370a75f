package io.millrace.server;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobStore;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.ServiceEvents.CrawlEnd;
import io.millrace.server.service.CrawlerFamily;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** Puts the ends of crawls and job runs on the event bus. */
final class StateChanges {
    private static final Logger LOG = LoggerFactory.getLogger(StateChanges.class);

    private final ServiceEvents events;

    StateChanges(ServiceEvents events) {
        this.events = events;
    }

    void jobRunEnded(JobStore store, String jobName, String runId, JobRunState state) {
        Optional<String> error = store.read(transaction -> transaction.runs().find(jobName, runId))
                .map(JobRun::errorMessage);
        events.jobRunEnded(jobName, runId, state.toString(), error);
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
