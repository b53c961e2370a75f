package io.millrace.server.function;

import java.time.Duration;
import java.util.List;

/**
 * How asynchronous invocations are run.
 *
 * @param maxQueued how many may wait; one more is throttled
 * @param workers how many run at once
 * @param retryDelays the waits before the retries of a failing invocation, one each; then it is given up
 * @param throttleDelay the wait when all processes of the function are busy, which is no failure
 * @param firstBackOff the wait when an invocation could not be run at all; it doubles each time
 * @param maxBackOff where the doubling ends
 * @param maxAge an event that could not be run for so long is given up
 */
public record AsyncInvocationSettings(
        int maxQueued,
        int workers,
        List<Duration> retryDelays,
        Duration throttleDelay,
        Duration firstBackOff,
        Duration maxBackOff,
        Duration maxAge) {
    private static final int DEFAULT_MAX_QUEUED = 10_000;
    private static final int DEFAULT_WORKERS = 4;
    private static final int MAX_DOUBLINGS = 20;

    /** Checks that the numbers are positive. */
    public AsyncInvocationSettings {
        retryDelays = List.copyOf(retryDelays);
        if (maxQueued < 1 || workers < 1) {
            throw new IllegalArgumentException("The limits of asynchronous invocations must be positive");
        }
    }

    /** Lambda's own: two retries, after one and after two minutes; system errors for six hours, a second to five minutes apart. */
    public static AsyncInvocationSettings defaults() {
        return new AsyncInvocationSettings(
                DEFAULT_MAX_QUEUED,
                DEFAULT_WORKERS,
                // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(6));
    }

    /** The wait after the {@code attempt}th time, from 0, that an invocation could not be run at all. */
    Duration backOff(int attempt) {
        Duration doubled = firstBackOff.multipliedBy(1L << Math.min(attempt, MAX_DOUBLINGS));
        return doubled.compareTo(maxBackOff) < 0 ? doubled : maxBackOff;
    }
}
