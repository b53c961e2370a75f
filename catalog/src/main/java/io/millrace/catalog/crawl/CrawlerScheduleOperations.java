package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Schedule;
import software.amazon.awssdk.services.glue.model.ScheduleState;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleResponse;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleResponse;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleResponse;

/**
 * The Glue API's operations on crawlers' schedules (developer guide, "Crawler scheduler API"). They may be called while the crawler
 * runs, and leave its version as it is. Thread-safe.
 */
public final class CrawlerScheduleOperations {
    private final CrawlerStore store;
    private final InstantSource clock;

    /** Operations on the schedules of the crawlers of {@code store}. */
    public CrawlerScheduleOperations(CrawlerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Switches a schedule on. */
    public StartCrawlerScheduleResponse startCrawlerSchedule(StartCrawlerScheduleRequest request) {
        change(request.crawlerName(), crawler -> {
            if (!ScheduleRules.exists(crawler)) {
                throw new CatalogException(
                        CatalogErrorCode.NO_SCHEDULE, "Crawler with name " + crawler.name() + " has no schedule");
            }
            if (ScheduleRules.isOn(crawler)) {
                throw new CatalogException(
                        CatalogErrorCode.SCHEDULER_RUNNING,
                        "The schedule of the crawler with name " + crawler.name() + " is already running");
            }
            return withState(crawler, ScheduleState.SCHEDULED);
        });
        return StartCrawlerScheduleResponse.builder().build();
    }

    /** Switches a schedule off; a crawl that runs goes on. */
    public StopCrawlerScheduleResponse stopCrawlerSchedule(StopCrawlerScheduleRequest request) {
        change(request.crawlerName(), crawler -> {
            if (!ScheduleRules.isOn(crawler)) {
                throw new CatalogException(
                        CatalogErrorCode.SCHEDULER_NOT_RUNNING,
                        "The schedule of the crawler with name " + crawler.name() + " is not running");
            }
            return withState(crawler, ScheduleState.NOT_SCHEDULED);
        });
        return StopCrawlerScheduleResponse.builder().build();
    }

    /** Replaces a schedule, which stays switched on or off; one that was not there is switched on, and an empty one removes it. */
    public UpdateCrawlerScheduleResponse updateCrawlerSchedule(UpdateCrawlerScheduleRequest request) {
        String expression = request.schedule() == null ? "" : request.schedule();
        change(
                request.crawlerName(),
                crawler -> crawler.toBuilder()
                        .schedule(ScheduleRules.changed(expression, crawler))
                        .build());
        return UpdateCrawlerScheduleResponse.builder().build();
    }

    private void change(String name, UnaryOperator<Crawler> change) {
        Optional<StoredCrawler> found = store.change(name, stored -> {
            Crawler changed = change.apply(stored.crawler());
            return stored.scheduled(changed, ScheduleRules.since(changed, clock.instant()));
        });
        if (found.isEmpty()) {
            throw CrawlRuns.notFound(name);
        }
    }

    private static Crawler withState(Crawler crawler, ScheduleState state) {
        Schedule schedule = crawler.schedule().toBuilder().state(state).build();
        return crawler.toBuilder().schedule(schedule).build();
    }
}
