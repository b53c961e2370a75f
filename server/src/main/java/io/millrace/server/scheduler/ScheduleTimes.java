package io.millrace.server.scheduler;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.schedule.AwsSchedule;
import io.millrace.server.delivery.DueTimes.DueTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/**
 * When a schedule is due: {@code at(yyyy-mm-ddThh:mm:ss)}, {@code cron(…)} or {@code rate(…)}, cron and at in the schedule's time zone
 * (EventBridge Scheduler User Guide, "Schedule types").
 */
final class ScheduleTimes {
    private static final Pattern AT = Pattern.compile("at\\((\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})\\)");

    private ScheduleTimes() {}

    /** Throws ValidationException for an expression, zone or window that is none. */
    static void check(
            String expression,
            @Nullable String zone,
            @Nullable Instant start,
            @Nullable Instant end,
            FlexibleTimeWindow window) {
        zone(zone);
        parse(expression, zone);
        if (start != null && end != null && !start.isBefore(end)) {
            throw SchedulerErrors.invalid("The StartDate must come before the EndDate.");
        }
        boolean flexible = window.mode() == FlexibleTimeWindowMode.FLEXIBLE;
        if (flexible == (window.maximumWindowInMinutes() == null)) {
            throw SchedulerErrors.invalid(
                    "MaximumWindowInMinutes must be given with the mode FLEXIBLE, and with no other.");
        }
    }

    private static ZoneId zone(@Nullable String zone) {
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw SchedulerErrors.invalid("Invalid Schedule Expression Timezone: " + zone + ".");
        }
    }

    private static AwsSchedule parse(String expression, @Nullable String zone) {
        Matcher once = AT.matcher(expression.trim());
        try {
            if (once.matches()) {
                Instant time =
                        LocalDateTime.parse(once.group(1)).atZone(zone(zone)).toInstant();
                return (after, since) -> time.isAfter(after) ? Optional.of(time) : Optional.empty();
            }
            return AwsSchedule.parse(expression, zone(zone));
        } catch (CatalogException | DateTimeException e) {
            throw SchedulerErrors.invalid("Invalid Schedule Expression " + expression + ".");
        }
    }

    /** The first time of a schedule that was made or changed {@code now}. A rate without a start begins at once. */
    static Optional<DueTime> first(GetScheduleResponse schedule, Instant now) {
        Instant start = schedule.startDate() == null || schedule.startDate().isBefore(now) ? now : schedule.startDate();
        if (schedule.scheduleExpression().startsWith("rate(")) {
            return within(schedule, Optional.of(start));
        }
        // The start itself may be a time of the schedule.
        return within(schedule, times(schedule).nextAfter(start.minusMillis(1), start));
    }

    /** The time after {@code fired}; times that have passed meanwhile are left out. */
    static Optional<DueTime> next(GetScheduleResponse schedule, Instant fired, Instant now) {
        return within(schedule, times(schedule).nextAfter(now.isAfter(fired) ? now : fired, fired));
    }

    private static AwsSchedule times(GetScheduleResponse schedule) {
        return parse(schedule.scheduleExpression(), schedule.scheduleExpressionTimezone());
    }

    private static Optional<DueTime> within(GetScheduleResponse schedule, Optional<Instant> time) {
        if (schedule.state() == ScheduleState.DISABLED) {
            return Optional.empty();
        }
        return time.filter(next -> schedule.endDate() == null || !next.isAfter(schedule.endDate()))
                .map(next -> new DueTime(next, next.plus(delay(schedule, next))));
    }

    /** Where in its window a time is fired: anywhere, but always the same place for the same time. */
    private static Duration delay(GetScheduleResponse schedule, Instant time) {
        Integer minutes = schedule.flexibleTimeWindow().maximumWindowInMinutes();
        if (minutes == null) {
            return Duration.ZERO;
        }
        long seconds = Duration.ofMinutes(minutes).toSeconds();
        return Duration.ofSeconds(Math.floorMod((schedule.arn() + time).hashCode(), seconds));
    }
}
