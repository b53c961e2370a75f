package io.millrace.catalog.crawl;

import io.millrace.catalog.schedule.AwsSchedule;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Schedule;
import software.amazon.awssdk.services.glue.model.ScheduleState;

/** The rules of a crawler's own schedule. A change is done when the call returns, so no state is ever TRANSITIONING. */
final class ScheduleRules {
    private ScheduleRules() {}

    /**
     * The schedule of an expression, switched on; null for an expression that is null or empty, which means none.
     *
     * @throws CatalogException InvalidInputException that says what is wrong with the expression
     */
    static @Nullable Schedule switchedOn(@Nullable String expression) {
        return of(expression, ScheduleState.SCHEDULED);
    }

    /** The schedule after another expression was given: it stays switched off if it was, and an empty one removes it. */
    static @Nullable Schedule changed(String expression, Crawler crawler) {
        return of(expression, isOff(crawler) ? ScheduleState.NOT_SCHEDULED : ScheduleState.SCHEDULED);
    }

    private static @Nullable Schedule of(@Nullable String expression, ScheduleState state) {
        if (expression == null || expression.isEmpty()) {
            return null;
        }
        AwsSchedule.parse(expression);
        return Schedule.builder().scheduleExpression(expression).state(state).build();
    }

    /** Whether there is an expression. */
    static boolean exists(Crawler crawler) {
        return crawler.schedule() != null && crawler.schedule().scheduleExpression() != null;
    }

    static boolean isOn(Crawler crawler) {
        return exists(crawler) && crawler.schedule().state() == ScheduleState.SCHEDULED;
    }

    private static boolean isOff(Crawler crawler) {
        return exists(crawler) && !isOn(crawler);
    }

    /** Since when the crawler's schedule counts if it is on. */
    static Optional<Instant> since(Crawler crawler, Instant now) {
        return isOn(crawler) ? Optional.of(now) : Optional.empty();
    }
}
