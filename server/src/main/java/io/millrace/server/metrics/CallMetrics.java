package io.millrace.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.server.wire.CallObserver;
import io.millrace.server.wire.CallOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times calls. The labels' values are names of services, operations and errors that the server knows; what a caller
 * made up is counted under {@value #UNKNOWN}, so that nobody can grow the page. Thread-safe.
 */
final class CallMetrics implements CallObserver {
    static final String UNKNOWN = "unknown";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
    };

    private final MeterRegistry registry;
    private final Map<Operation, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Failure, Counter> failures = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(CallOutcome outcome) {
        String name = outcome.context().operation();
        Operation operation = new Operation(outcome.context().service(), name.isEmpty() ? UNKNOWN : name);
        timers.computeIfAbsent(operation, this::timer).record(outcome.took());
        outcome.errorName()
                .ifPresent(error -> failures.computeIfAbsent(new Failure(operation, error), this::counter)
                        .increment());
    }

    private Timer timer(Operation operation) {
        return Timer.builder("millrace.calls")
                .description("Calls with a valid signature, from the signature's check to the answer")
                .tag("service", operation.service())
                .tag("operation", operation.name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter counter(Failure failure) {
        return Counter.builder("millrace.call.errors")
                .description("Calls that were answered with an error")
                .tag("service", failure.operation().service())
                .tag("operation", failure.operation().name())
                .tag("error", failure.error())
                .register(registry);
    }

    private record Operation(String service, String name) {}

    private record Failure(Operation operation, String error) {}
}
