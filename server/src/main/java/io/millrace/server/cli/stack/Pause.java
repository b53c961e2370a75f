package io.millrace.server.cli.stack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits between two looks at a stack. */
@FunctionalInterface
public interface Pause {
    /** A second, as a stack of Millrace is done in a few; AWS allows more calls than that. */
    Duration INTERVAL = Duration.ofSeconds(1);

    /** @throws IllegalStateException if somebody wants the command to end */
    void untilNextLook();

    /** A real one. */
    static Pause real() {
        return () -> {
            LockSupport.parkNanos(INTERVAL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The command was interrupted; the stack goes on by itself.");
            }
        };
    }
}
