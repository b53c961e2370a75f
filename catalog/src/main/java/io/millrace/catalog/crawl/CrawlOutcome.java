package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.StoredCrawler.EndedCrawl;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlerHistoryState;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/**
 * How a crawl ended, and what is kept of it.
 *
 * @param message the reason of a failure, or what the user should know of a success; empty for nothing
 * @param report what it did, if it succeeded
 * @param cost what it asked of the object store, however it ended; nothing if it died with its server
 */
public record CrawlOutcome(LastCrawlStatus status, String message, Optional<CrawlReport> report, CrawlCost cost) {
    static final String LOG_GROUP = "/aws-glue/crawlers";

    /** The API's limit for a description string. */
    private static final int MAX_MESSAGE_LENGTH = 2048;

    static CrawlOutcome succeeded(CrawlReport report) {
        return new CrawlOutcome(LastCrawlStatus.SUCCEEDED, report.warning(), Optional.of(report), report.cost());
    }

    static CrawlOutcome failed(String message) {
        return new CrawlOutcome(LastCrawlStatus.FAILED, message, Optional.empty(), CrawlCost.NONE);
    }

    static CrawlOutcome cancelled() {
        return new CrawlOutcome(LastCrawlStatus.CANCELLED, "", Optional.empty(), CrawlCost.NONE);
    }

    /** The same of a crawl that has cost this. One that succeeded has told it itself. */
    CrawlOutcome spent(CrawlCost spent) {
        return report.isPresent() ? this : new CrawlOutcome(status, message, report, spent);
    }

    /** The end of the crawl that {@code stored} is running; {@code before} are the runtimes of the successful ones before it. */
    CrawlEnd end(StoredCrawler stored, RunningCrawl crawl, Instant now, List<Duration> before) {
        Duration elapsed = Duration.between(crawl.startedAt(), now);
        Crawler ready = stored.crawler().toBuilder()
                .state(CrawlerState.READY)
                .lastCrawl(lastCrawl(stored, crawl))
                .crawlElapsedTime(0L)
                .build();
        return new CrawlEnd(
                stored.with(metrics(stored.metrics(), elapsed, before))
                        .ended(ready, new EndedCrawl(crawl.id(), status)),
                history(stored, crawl, now),
                report.map(any -> elapsed));
    }

    private LastCrawlInfo lastCrawl(StoredCrawler stored, RunningCrawl crawl) {
        return LastCrawlInfo.builder()
                .status(status)
                .errorMessage(message.isEmpty() ? null : shortMessage())
                .logGroup(LOG_GROUP)
                .logStream(stored.crawler().name())
                .messagePrefix(crawl.id())
                .startTime(crawl.startedAt())
                .build();
    }

    private CrawlerHistory history(StoredCrawler stored, RunningCrawl crawl, Instant now) {
        return begun(stored.crawler().name(), crawl, now).toBuilder()
                .state(state())
                .endTime(now)
                .errorMessage(message.isEmpty() ? null : shortMessage())
                .summary(summary())
                .build();
    }

    private @Nullable String summary() {
        return report.map(CrawlSummary::json)
                .orElseGet(() -> cost.equals(CrawlCost.NONE) ? null : CrawlSummary.ofNoChange(cost));
    }

    /** A crawl as the history shows it while it runs. A crawl takes the one processing unit that its server is. */
    static CrawlerHistory begun(String crawler, RunningCrawl crawl, Instant now) {
        return CrawlerHistory.builder()
                .crawlId(crawl.id())
                .state(CrawlerHistoryState.RUNNING)
                .startTime(crawl.startedAt())
                .logGroup(LOG_GROUP)
                .logStream(crawler)
                .messagePrefix(crawl.id())
                .dpuHour(Duration.between(crawl.startedAt(), now).toMillis() / 3_600_000.0)
                .build();
    }

    private CrawlerHistoryState state() {
        return switch (status) {
            case SUCCEEDED -> CrawlerHistoryState.COMPLETED;
            case CANCELLED -> CrawlerHistoryState.STOPPED;
            default -> CrawlerHistoryState.FAILED;
        };
    }

    private CrawlerMetrics metrics(CrawlerMetrics last, Duration elapsed, List<Duration> before) {
        CrawlerMetrics.Builder metrics = last.toBuilder().lastRuntimeSeconds(seconds(elapsed));
        report.ifPresent(done -> metrics.medianRuntimeSeconds(
                        seconds(median(Stream.concat(before.stream(), Stream.of(elapsed)))))
                .tablesCreated(done.tablesCreated())
                .tablesUpdated(done.tablesUpdated())
                .tablesDeleted(done.tablesDeleted()));
        return metrics.build();
    }

    private static Duration median(Stream<Duration> runtimes) {
        List<Duration> sorted = runtimes.sorted().toList();
        Duration upper = sorted.get(sorted.size() / 2);
        return sorted.size() % 2 == 1
                ? upper
                : upper.plus(sorted.get(sorted.size() / 2 - 1)).dividedBy(2);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private String shortMessage() {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH - 3) + "...";
    }
}
