package io.millrace.catalog.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** {@code cron(15 12 * * ? *)} with AWS's six fields, its wildcards and 1 for Sunday. */
final class CronSchedule implements AwsSchedule {
    private static final int FIELDS = 6;
    private static final int DAY_OF_MONTH = 2;
    private static final int DAY_OF_WEEK = 4;

    private static final CronDefinition AWS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsLW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsL()
            .supportsHash()
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2199)
            .and()
            .instance();

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    static CronSchedule parse(String expression, ZoneId zone) {
        String fields =
                expression.substring("cron(".length(), expression.length() - 1).trim();
        String[] parts = fields.split("\\s+");
        if (parts.length != FIELDS) {
            throw AwsSchedule.invalid(
                    expression, "a cron expression has 6 fields and this one has %d".formatted(parts.length));
        }
        boolean anyDayOfMonth = parts[DAY_OF_MONTH].equals("?");
        if (anyDayOfMonth == parts[DAY_OF_WEEK].equals("?")) {
            throw AwsSchedule.invalid(expression, "exactly one of the fields day-of-month and day-of-week must be ?");
        }
        try {
            return new CronSchedule(ExecutionTime.forCron(new CronParser(AWS).parse(String.join(" ", parts))), zone);
        } catch (IllegalArgumentException e) {
            throw AwsSchedule.invalid(expression, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<Instant> nextAfter(Instant after, Instant since) {
        return times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    }
}
