package io.millrace.catalog.trigger;

import java.time.Instant;
import java.util.List;

/** The crawlers' own schedules, which the {@link TriggerEngine} fires too. */
@FunctionalInterface
public interface CrawlerSchedules {
    /** The schedules in state SCHEDULED. Asked every second. */
    List<CrawlerSchedule> active();

    /**
     * A crawler's schedule.
     *
     * @param expression as {@link io.millrace.catalog.schedule.AwsSchedule} reads it
     * @param since when it was switched on
     */
    record CrawlerSchedule(String crawlerName, String expression, Instant since) {}
}
