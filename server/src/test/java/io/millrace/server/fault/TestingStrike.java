package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Something that happens while a run is at work: a moment after a request, which itself passes. */
final class TestingStrike {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicReference<@Nullable CompletableFuture<?>> struck = new AtomicReference<>();
    private final Outage outage;

    private TestingStrike(TestingFaultProxy proxy, Predicate<Request> moment, int millis, Callable<?> strike) {
        this.outage = proxy.refuse(1, request -> {
            if (struck.get() == null && moment.test(request)) {
                struck.compareAndSet(null, later(millis, strike));
            }
            return false;
        });
    }

    private static CompletableFuture<?> later(int millis, Callable<?> strike) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return strike.call();
                    } catch (Exception e) { // told to who waits for the strike
                        throw new CompletionException(e);
                    }
                },
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    /** Strikes so many milliseconds after the first request that is the moment. */
    static TestingStrike at(TestingFaultProxy proxy, Predicate<Request> moment, int millis, Callable<?> strike) {
        return new TestingStrike(proxy, moment, millis, strike);
    }

    /** Waits until it is over. @return whether it struck at all */
    boolean end() {
        outage.end();
        CompletableFuture<?> running = struck.get();
        if (running != null) {
            await().atMost(PATIENCE).until(running::isDone);
            running.join();
        }
        return running != null;
    }

    /** The same for a strike that must have happened. */
    void endStruck() {
        assertThat(end()).as("the moment came").isTrue();
    }
}
