package io.millrace.server.function;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets changes of one function happen one after the other. Two functions hardly ever wait for each other. Thread-safe. */
final class FunctionTurns {
    private static final int LOCKS = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Makes a change when those of the same function that came before are over. */
    <T> T take(String function, Supplier<T> change) {
        ReentrantLock lock = locks.get(Math.floorMod(function.hashCode(), LOCKS));
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
