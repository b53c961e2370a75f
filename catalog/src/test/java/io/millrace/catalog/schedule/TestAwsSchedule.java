package io.millrace.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times computed by hand from the calendar: 2026-11-22 is a Sunday. */
class TestAwsSchedule {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(15 12 * * ? *)            | 2026-11-22T12:15:00Z | 2026-11-23T12:15:00Z",
                "cron(15 12 * * ? *)            | 2026-11-22T12:14:59Z | 2026-11-22T12:15:00Z",
                "cron(0/5 * * * ? *)            | 2026-11-22T23:57:10Z | 2026-11-23T00:00:00Z",
                "cron(0 8 1 * ? *)              | 2026-11-22T00:00:00Z | 2026-12-01T08:00:00Z",
                "cron(0 18 ? * MON-FRI *)       | 2026-11-20T18:00:00Z | 2026-11-23T18:00:00Z",
                "cron(0 10 ? * 1 *)             | 2026-11-22T10:00:00Z | 2026-11-29T10:00:00Z",
                "cron(0 10 ? * SUN *)           | 2026-11-21T10:00:00Z | 2026-11-22T10:00:00Z",
                "cron(0 10 ? * 7 *)             | 2026-11-22T10:00:00Z | 2026-11-28T10:00:00Z",
                "cron(0 10 ? * 2#1 *)           | 2026-11-22T10:00:00Z | 2026-12-07T10:00:00Z",
                "cron(0 10 ? * 6L *)            | 2026-11-22T10:00:00Z | 2026-11-27T10:00:00Z",
                "cron(0 10 L * ? *)             | 2026-11-22T10:00:00Z | 2026-11-30T10:00:00Z",
                "cron(0 10 L FEB ? *)           | 2026-11-22T10:00:00Z | 2027-02-28T10:00:00Z",
                "cron(0 10 29 2 ? *)            | 2026-11-22T10:00:00Z | 2028-02-29T10:00:00Z",
                "cron(0 10 15W 11 ? *)          | 2026-11-01T10:00:00Z | 2026-11-16T10:00:00Z",
                "cron(0 9,17 ? JAN,JUL TUE *)   | 2026-11-22T10:00:00Z | 2027-01-05T09:00:00Z",
                "cron(30 0 1 1 ? 2028)          | 2026-11-22T10:00:00Z | 2028-01-01T00:30:00Z",
                "cron(0/10 8-17 ? * MON-FRI 2027-2028) | 2026-11-22T10:00:00Z | 2027-01-01T08:00:00Z"
            })
    void firesAtTheNextTimeOfTheCron(String expression, Instant after, Instant next) {
        assertThat(AwsSchedule.parse(expression).nextAfter(after, Instant.EPOCH))
                .contains(next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(5 minutes) | 2026-11-22T10:00:00Z | 2026-11-22T10:00:00Z | 2026-11-22T10:05:00Z",
                "rate(5 minutes) | 2026-11-22T10:00:00Z | 2026-11-22T10:04:59Z | 2026-11-22T10:05:00Z",
                "rate(5 minutes) | 2026-11-22T10:00:00Z | 2026-11-22T10:05:00Z | 2026-11-22T10:10:00Z",
                "rate(1 hour)    | 2026-11-22T10:30:00Z | 2026-11-23T10:29:00Z | 2026-11-23T10:30:00Z",
                "rate(1 minute)  | 2026-11-22T10:30:07Z | 2026-11-22T10:00:00Z | 2026-11-22T10:31:07Z",
                "rate(2 days)    | 2026-11-22T10:00:00Z | 2026-11-25T00:00:00Z | 2026-11-26T10:00:00Z"
            })
    void countsARateFromWhenItWasSwitchedOn(String expression, Instant since, Instant after, Instant next) {
        assertThat(AwsSchedule.parse(expression).nextAfter(after, since)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 12 * * ? *",
                "cron(15 12 * * ?)",
                "cron(15 12 * * * *)",
                "cron(15 12 ? * ? *)",
                "cron(60 12 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 12 32 * ? *)",
                "cron(0 12 ? * 8 *)",
                "cron(0 12 * 13 ? *)",
                "cron(0 12 * FOO ? *)",
                "cron(0 12 * * ? 1969)",
                "rate(0 minutes)",
                "rate(1 minutes)",
                "rate(5 minute)",
                "rate(5 seconds)",
                "rate(-5 minutes)",
                "rate(5)"
            })
    void refusesWhatAwsRefuses(String expression) {
        assertThatThrownBy(() -> AwsSchedule.parse(expression))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                .hasMessageStartingWith("Invalid schedule expression " + expression + ": ");
    }

    @Test
    void hasNoNextTimeWhenItsYearsAreOver() {
        assertThat(AwsSchedule.parse("cron(0 0 1 1 ? 2020)")
                        .nextAfter(Instant.parse("2026-11-22T00:00:00Z"), Instant.EPOCH))
                .isEmpty();
    }
}
