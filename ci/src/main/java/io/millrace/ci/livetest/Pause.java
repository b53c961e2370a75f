package io.millrace.ci.livetest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a poller waits between two looks; a test puts a clock in its place. */
@FunctionalInterface
public interface Pause {
    /** Returns after about this time. */
    void await(Duration duration) throws InterruptedException;

    /** A pause that really waits. */
    static Pause blocking() {
        return duration -> {
            boolean released = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
            assert !released : "nobody counts down";
        };
    }
}
