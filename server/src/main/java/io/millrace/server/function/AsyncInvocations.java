package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.InvocationResult;
import io.millrace.server.wire.ServiceException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * The queue of asynchronous invocations. It is in the database, so what was accepted is run at least once even if the server
 * is killed; an invocation that fails is retried and then given up, with a line in the server's log. One that cannot be run at
 * all, because processes are short or something of the server's own fails, waits until it is too old. Thread-safe.
 */
public final class AsyncInvocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncInvocations.class);

    private final Jdbi jdbi;
    private final Functions functions;
    private final FunctionHost host;
    private final AsyncInvocationSettings settings;
    private final InstantSource clock;
    private final ScheduledExecutorService workers;

    /** A queue that runs nothing until {@link #start}. */
    public AsyncInvocations(
            Jdbi jdbi, Functions functions, FunctionHost host, AsyncInvocationSettings settings, InstantSource clock) {
        this.jdbi = jdbi;
        this.functions = functions;
        this.host = host;
        this.settings = settings;
        this.clock = clock;
        this.workers = Executors.newScheduledThreadPool(settings.workers(), task -> {
            Thread thread = new Thread(task, "function-async");
            thread.setDaemon(true);
            return thread;
        });
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
    private record Queued(String requestId, String functionName, byte[] payload, int failures, Instant accepted) {}

    /** Accepts an invocation: when this returns, it is in the database, as part of the transaction that the calling thread is in. */
    void submit(String functionName, String requestId, byte[] payload) {
        jdbi.useTransaction(handle -> {
            int queued = handle.select("SELECT COUNT(*) FROM lambda_async_invocations")
                    .mapTo(Integer.class)
                    .one();
            if (queued >= settings.maxQueued()) {
                throw FunctionErrors.throttled("Rate Exceeded.");
            }
            handle.execute(
                    "INSERT INTO lambda_async_invocations (request_id, function_name, payload, failures, due_millis,"
                            + " accepted_millis) VALUES (?, ?, ?, 0, ?, ?)",
                    requestId,
                    functionName,
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
            if (isTooOld(queued.get())) {
                giveUp(queued.get());
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

    private boolean isTooOld(Queued queued) {
        return queued.accepted.plus(settings.maxAge()).isBefore(clock.instant());
    }

    private void giveUp(Queued queued) {
        LOG.warn(
                "The event {} for function {} could not be run for {} and is given up",
                queued.requestId,
                queued.functionName,
                settings.maxAge());
        remove(queued.requestId);
    }

    private void run(Queued queued, int attempt) {
        Optional<FunctionConfiguration> function = functions.rows().find(queued.functionName);
        if (function.isEmpty()) {
            remove(queued.requestId);
            return;
        }
        InvocationResult result;
        try {
            result = host.invoke(functions.spec(function.get()), queued.requestId, queued.payload);
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
            remove(queued.requestId);
        }
    }

    private void failed(Queued queued, InvocationResult result) {
        String error = new String(result.payload(), StandardCharsets.UTF_8);
        if (queued.failures >= settings.retryDelays().size()) {
            LOG.warn(
                    "Function {} failed {} times on the event {}, which is given up: {}",
                    queued.functionName,
                    queued.failures + 1,
                    queued.requestId,
                    error);
            remove(queued.requestId);
            return;
        }
        Duration delay = settings.retryDelays().get(queued.failures);
        LOG.info("Function {} failed on the event {}: {}", queued.functionName, queued.requestId, error);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE lambda_async_invocations SET failures = failures + 1, due_millis = ? WHERE request_id = ?",
                clock.instant().plus(delay).toEpochMilli(),
                queued.requestId));
        schedule(queued.requestId, 0, delay);
    }

    private Optional<Queued> find(String requestId) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT function_name, payload, failures, accepted_millis FROM lambda_async_invocations"
                                + " WHERE request_id = ?",
                        requestId)
                .map((row, context) -> new Queued(
                        requestId,
                        row.getString(1),
                        row.getString(2).getBytes(StandardCharsets.UTF_8),
                        row.getInt(3),
                        Instant.ofEpochMilli(row.getLong(4))))
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
