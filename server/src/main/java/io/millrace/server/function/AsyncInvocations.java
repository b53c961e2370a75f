package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.InvocationResult;
import io.millrace.server.wire.ServiceException;
import io.millrace.server.work.DaemonThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * The queue of asynchronous invocations. It is in the database, so what was accepted is run at least once even if the server
 * is killed; an invocation that fails is retried as the function's settings say and then given up, with a line in the server's log, its event sent
 * to the dead-letter target and its record to the destination for failures. One that cannot be run at all, because processes are short
 * or something of the server's own fails, waits until it is too old. Thread-safe.
 */
public final class AsyncInvocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncInvocations.class);

    private final Jdbi jdbi;
    private final Functions functions;
    private final FunctionHost host;
    private final AsyncInvocationSettings settings;
    private final InstantSource clock;
    private final ScheduledExecutorService workers;
    private final EventEnds ends;

    /** A queue that runs nothing until {@link #start}. */
    public AsyncInvocations(
            Jdbi jdbi,
            Functions functions,
            FunctionHost host,
            AsyncInvocationSettings settings,
            EventDestinations destinations,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.functions = functions;
        this.host = host;
        this.settings = settings;
        this.clock = clock;
        this.ends = new EventEnds(functions, destinations, this::submit, clock);
        this.workers = Executors.newScheduledThreadPool(settings.workers(), DaemonThreads.named("function-async"));
    }

    /** Takes up what an earlier server left in the queue. Called once. */
    public void start() {
        List<Waiting> left = jdbi.withHandle(handle -> handle.select(
                        "SELECT request_id, due_millis FROM lambda_async_invocations ORDER BY due_millis")
                .map((row, context) -> new Waiting(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .list());
        left.forEach(waiting -> schedule(waiting.requestId, 0, Duration.between(clock.instant(), waiting.due)));
    }

    private record Waiting(String requestId, Instant due) {}

    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    private record Queued(
            String requestId, FunctionReference function, byte[] payload, int failures, Instant accepted) {
        EventEnds.Ending ending(String condition, int runs, @Nullable InvocationResult result) {
            return new EventEnds.Ending(function, requestId, payload, condition, runs, result);
        }
    }

    /** Accepts an invocation: when this returns, it is in the database, as part of the transaction that the calling thread is in. */
    void submit(FunctionReference function, String requestId, byte[] payload) {
        jdbi.useTransaction(handle -> {
            int queued = handle.select("SELECT COUNT(*) FROM lambda_async_invocations")
                    .mapTo(Integer.class)
                    .one();
            if (queued >= settings.maxQueued()) {
                throw FunctionErrors.throttled("Rate Exceeded.");
            }
            handle.execute(
                    "INSERT INTO lambda_async_invocations (request_id, function_name, qualifier, payload, failures,"
                            + " due_millis, accepted_millis) VALUES (?, ?, ?, ?, 0, ?, ?)",
                    requestId,
                    function.name(),
                    function.qualifier(),
                    new String(payload, StandardCharsets.UTF_8),
                    clock.millis(),
                    clock.millis());
            // The caller may be in a transaction of its own: before that is over, no worker finds the invocation.
            handle.afterCommit(() -> schedule(requestId, 0, Duration.ZERO));
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task reports its own failures
    private void schedule(String requestId, int attempt, Duration delay) {
        try {
            workers.schedule(() -> run(requestId, attempt), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Invocation {} stays queued for the next start of the server", requestId);
        }
    }

    // a run loop: an error here must not end the worker silently
    private void run(String requestId, int attempt) {
        try {
            Optional<Queued> queued = find(requestId);
            if (queued.isEmpty()) {
                return;
            }
            if (isExhausted(queued.get())) {
                giveUp(queued.get(), "RetriesExhausted", null);
                return;
            }
            if (isTooOld(queued.get())) {
                giveUp(queued.get(), "EventAgeExceeded", null);
                return;
            }
            run(queued.get(), attempt);
        } catch (RuntimeException e) {
            if (!workers.isShutdown()) {
                Duration delay = settings.backOff(attempt);
                LOG.error("Event {} could not be run; it is tried again in {}", requestId, delay, e);
                schedule(requestId, attempt + 1, delay);
            }
        }
    }

    /** It was given up, but the server died before its end was told. */
    private boolean isExhausted(Queued queued) {
        return queued.failures > maxRetries(queued.function);
    }

    private int maxRetries(FunctionReference function) {
        return functions
                .eventSettings()
                .find(function.name(), function.qualifier())
                .map(FunctionEventInvokeConfig::maximumRetryAttempts)
                .orElse(settings.retryDelays().size());
    }

    private boolean isTooOld(Queued queued) {
        Duration maxAge = functions
                .eventSettings()
                .find(queued.function.name(), queued.function.qualifier())
                .map(FunctionEventInvokeConfig::maximumEventAgeInSeconds)
                .map(Duration::ofSeconds)
                .orElse(settings.maxAge());
        return queued.accepted.plus(maxAge).isBefore(clock.instant());
    }

    private void giveUp(Queued queued, String condition, @Nullable InvocationResult result) {
        LOG.warn(
                "The event {} for function {} is given up after {} runs since {}: {}",
                queued.requestId,
                queued.function.name(),
                queued.failures,
                queued.accepted,
                result == null ? condition : new String(result.payload(), StandardCharsets.UTF_8));
        if (functions.rows().find(queued.function.name()).isPresent()) {
            tell(queued, () -> ends.failed(queued.ending(condition, queued.failures, result)));
        }
        remove(queued.requestId);
    }

    // What cannot be told is not worth the event itself: it has had its runs, and the log has it.
    private static void tell(Queued queued, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("The end of the event {} could not be told: {}", queued.requestId, e.getMessage(), e);
        }
    }

    private void run(Queued queued, int attempt) {
        FunctionConfiguration function;
        try {
            function = functions.route(queued.function);
        } catch (ServiceException e) {
            LOG.warn("The event {} is dropped: {}", queued.requestId, e.getMessage());
            remove(queued.requestId);
            return;
        }
        InvocationResult result;
        try {
            result = host.invoke(functions.spec(function), queued.requestId, queued.payload);
        } catch (ServiceException e) {
            if (e.status() == 429) {
                schedule(queued.requestId, attempt, settings.throttleDelay());
                return;
            }
            throw e;
        }
        if (workers.isShutdown() && result.failure()) {
            return;
        }
        if (result.failure()) {
            failed(queued, result);
        } else {
            tell(queued, () -> ends.succeeded(queued.ending("Success", queued.failures + 1, result)));
            remove(queued.requestId);
        }
    }

    private void failed(Queued queued, InvocationResult result) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE lambda_async_invocations SET failures = failures + 1, due_millis = ? WHERE request_id = ?",
                clock.instant().plus(delay(queued.failures)).toEpochMilli(),
                queued.requestId));
        if (queued.failures >= maxRetries(queued.function)) {
            Queued last =
                    new Queued(queued.requestId, queued.function, queued.payload, queued.failures + 1, queued.accepted);
            giveUp(last, "RetriesExhausted", result);
            return;
        }
        LOG.info(
                "Function {} failed on the event {}: {}",
                queued.function.name(),
                queued.requestId,
                new String(result.payload(), StandardCharsets.UTF_8));
        schedule(queued.requestId, 0, delay(queued.failures));
    }

    private Duration delay(int failures) {
        List<Duration> delays = settings.retryDelays();
        return delays.get(Math.min(failures, delays.size() - 1));
    }

    private Optional<Queued> find(String requestId) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT function_name, qualifier, payload, failures, accepted_millis"
                                + " FROM lambda_async_invocations WHERE request_id = ?",
                        requestId)
                .map((row, context) -> new Queued(
                        requestId,
                        new FunctionReference(row.getString(1), row.getString(2)),
                        row.getString(3).getBytes(StandardCharsets.UTF_8),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5))))
                .findOne());
    }

    private void remove(String requestId) {
        jdbi.useHandle(
                handle -> handle.execute("DELETE FROM lambda_async_invocations WHERE request_id = ?", requestId));
    }

    /** Stops at once; what is queued or running stays in the database for the next start. Close it before the host. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
