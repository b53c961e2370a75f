package io.millrace.catalog.schedule;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A schedule in AWS's notation, in UTC unless a zone is named: {@code cron(minutes hours day-of-month month day-of-week year)} or
 * {@code rate(value unit)}. Source: EventBridge User Guide, "Cron expressions" and "Rate expressions"; the Glue Developer
 * Guide, "Time-based schedules", has the same cron fields. Unlike Glue, rates and periods under five minutes are accepted.
 */
public interface AwsSchedule {
    /**
     * Reads an expression.
     *
     * @throws CatalogException INVALID_INPUT that says what is wrong with it
     */
    static AwsSchedule parse(String expression) {
        return parse(expression, ZoneOffset.UTC);
    }

    /**
     * Reads an expression whose cron fields are the time of a zone, as in EventBridge's Scheduler; rates have no zone.
     *
     * @throws CatalogException INVALID_INPUT that says what is wrong with it
     */
    static AwsSchedule parse(String expression, ZoneId zone) {
        String trimmed = expression.trim();
        if (trimmed.startsWith("cron(") && trimmed.endsWith(")")) {
            return CronSchedule.parse(trimmed, zone);
        }
        if (trimmed.startsWith("rate(") && trimmed.endsWith(")")) {
            return RateSchedule.parse(trimmed);
        }
        throw invalid(expression, "it must have the form cron(fields) or rate(value unit)");
    }

    /**
     * The first time strictly after {@code after}; empty if there is none (a cron whose years are over).
     *
     * @param since when the schedule was switched on; a rate counts its periods from there
     */
    Optional<Instant> nextAfter(Instant after, Instant since);

    /** The error for an expression that is none. */
    static CatalogException invalid(String expression, String reason) {
        return new CatalogException(
                CatalogErrorCode.INVALID_INPUT, "Invalid schedule expression %s: %s.".formatted(expression, reason));
    }
}
