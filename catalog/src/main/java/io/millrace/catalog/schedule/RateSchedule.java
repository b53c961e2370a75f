package io.millrace.catalog.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code rate(5 minutes)}: every period since the schedule was switched on, the first after one period. */
record RateSchedule(Duration period) implements AwsSchedule {
    private static final Pattern RATE = Pattern.compile("rate\\(\\s*([0-9]{1,6})\\s+(minute|hour|day)(s?)\\s*\\)");

    static RateSchedule parse(String expression) {
        Matcher rate = RATE.matcher(expression);
        if (!rate.matches()) {
            throw AwsSchedule.invalid(expression, "a rate is a positive number and minute(s), hour(s) or day(s)");
        }
        int value = Integer.parseInt(rate.group(1));
        if (value == 0) {
            throw AwsSchedule.invalid(expression, "the value must be greater than 0");
        }
        if ((value == 1) == rate.group(3).equals("s")) {
            throw AwsSchedule.invalid(expression, "the unit is singular for the value 1 and plural otherwise");
        }
        return new RateSchedule(
                switch (rate.group(2)) {
                    case "minute" -> Duration.ofMinutes(value);
                    case "hour" -> Duration.ofHours(value);
                    default -> Duration.ofDays(value);
                });
    }

    @Override
    public Optional<Instant> nextAfter(Instant after, Instant since) {
        if (after.isBefore(since)) {
            return Optional.of(since.plus(period));
        }
        long periods = Duration.between(since, after).dividedBy(period);
        return Optional.of(since.plus(period.multipliedBy(periods + 1)));
    }
}
