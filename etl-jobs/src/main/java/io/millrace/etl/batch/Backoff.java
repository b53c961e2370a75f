package io.millrace.etl.batch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pauses between attempts: each up to twice as long as the one before, and of random length, so that clients that failed together do not come back
 * together.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Consumer<Duration> wait;

    /** @param wait lets the time go by */
    Backoff(Consumer<Duration> wait) {
        this.wait = wait;
    }

    /** With pauses that last. */
    static Backoff real() {
        return new Backoff(Backoff::await);
    }

    /**
     * Waits before the next attempt.
     *
     * @param failed how many attempts have failed, from 1
     */
    void pause(int failed) {
        long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failed - 1, 10));
        wait.accept(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1)));
    }

    private static void await(Duration pause) {
        try {
            // Nobody counts it down: the time is what is waited for.
            new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Who wants the run to end is heard at its next request.
            Thread.currentThread().interrupt();
        }
    }
}
