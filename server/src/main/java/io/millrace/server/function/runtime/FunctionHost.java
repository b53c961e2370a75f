package io.millrace.server.function.runtime;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Runs invocations in child processes: each process serves one revision of one function, one invocation at a time, is reused
 * while warm, stopped when idle, and dies with this process. Thread-safe.
 */
public final class FunctionHost implements AutoCloseable {
    private static final int MAX_DELIVERIES = 3;

    private final FunctionHostSettings settings;
    private final InstantSource clock;
    private final NativeClientLibrary library;
    private final RuntimeApi api;
    private final ProcessPool pool;
    private final ClassArchiver archiver;

    /**
     * Opens the Lambda Runtime API.
     *
     * @param services the variables by which functions reach the services, such as {@code AWS_ENDPOINT_URL} and the key; asked
     *     at every process start, of which none is used for longer than {@link FunctionHostSettings#MAX_PROCESS_AGE}
     */
    public FunctionHost(
            FunctionHostSettings settings, Function<FunctionSpec, Map<String, String>> services, InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.library = new NativeClientLibrary(settings.runtimeFolder());
        this.api = new RuntimeApi();
        ProcessStarter starter = new ProcessStarter(settings, library.options(), services, api, clock);
        this.pool = new ProcessPool(settings, starter, clock);
        this.archiver = new ClassArchiver(starter);
    }

    /**
     * Runs one invocation and waits for its end. What goes wrong in the function is a result; a failure to run it at all is
     * thrown.
     *
     * @throws io.millrace.server.wire.ServiceException TooManyRequestsException when all processes of the function are busy
     */
    public InvocationResult invoke(FunctionSpec spec, String requestId, byte[] payload) {
        // AWS's client ends its process after some errors (no memory left, an answer that is too large), just after
        // reporting
        // them: the event that comes then is not lost
        for (int attempt = 1; ; attempt++) {
            FunctionProcess process = pool.take(spec);
            try {
                long from = begin(process, requestId);
                long start = System.nanoTime();
                Outcome outcome = run(process, spec.arn(), requestId, payload);
                if (!outcome.undelivered() || attempt == MAX_DELIVERIES) {
                    end(process, requestId, System.nanoTime() - start);
                    return new InvocationResult(
                            outcome.payload(), outcome.failure(), process.log().tail(from));
                }
            } catch (InterruptedException e) {
                process.kill();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The invocation of " + spec.name() + " was interrupted", e);
            } finally {
                pool.release(process);
            }
        }
    }

    private long begin(FunctionProcess process, String requestId) {
        // the first invocation's tail shows what the start wrote
        long from = pool.isFresh(process) ? 0 : process.log().size();
        process.log()
                .append("START RequestId: " + requestId + " Version: "
                        + process.spec().version());
        return from;
    }

    private static void end(FunctionProcess process, String requestId, long nanos) {
        process.log().append("END RequestId: " + requestId);
        process.log()
                .append(String.format(
                        Locale.ROOT,
                        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %d MB",
                        requestId,
                        nanos / 1e6,
                        Math.ceil(nanos / 1e6),
                        process.spec().memoryMegabytes()));
    }

    private Outcome run(FunctionProcess process, String arn, String requestId, byte[] payload)
            throws InterruptedException {
        // Lambda begins a slow initialization anew, then with the function's timeout; here the same process may go on.
        Duration limit = settings.initTimeout().plus(process.spec().timeout());
        try {
            Optional<Outcome> failure = process.awaitReady(limit);
            if (failure.isPresent()) {
                process.kill();
                return failure.get();
            }
            limit = process.spec().timeout();
            return process.invoke(arn, requestId, payload, clock.instant().plus(limit), limit);
        } catch (TimeoutException e) {
            process.kill();
            String message = String.format(
                    Locale.ROOT,
                    "%s %s Task timed out after %.2f seconds",
                    Instant.ofEpochMilli(clock.millis()),
                    requestId,
                    limit.toMillis() / 1e3);
            process.log().append(message);
            return Outcome.timeout(message);
        }
    }

    /**
     * Makes the class-data-sharing archive of new code in the background, by starting the function once without an event (its
     * start-up code runs, as with Lambda's provisioned concurrency). Without the archive everything works, slower.
     */
    public void prepare(FunctionSpec spec) {
        archiver.submit(spec);
    }

    /** Stops the idle processes of this revision now and the busy ones after their invocation: it has been replaced or is gone. */
    public void retire(FunctionSpec spec) {
        pool.retire(spec.name(), spec.revision()::equals);
    }

    /** Stops all processes of the function in the same way, and forgets what was reserved for it. */
    public void retireAll(String functionName) {
        pool.retire(functionName, revision -> true);
        pool.reserve(functionName, OptionalInt.empty());
    }

    /**
     * Says how many invocations of the function may run at once, which others leave free for it.
     *
     * @param count empty: as many as others leave
     */
    public void reserve(String functionName, OptionalInt count) {
        pool.reserve(functionName, count);
    }

    /** How many invocations of all functions run at once. */
    public int maxInvocations() {
        return settings.maxInvocations();
    }

    /** How many of them cannot be reserved. */
    public int minUnreserved() {
        return settings.maxProcesses();
    }

    /** Stops all processes, then the Runtime API. */
    @Override
    public void close() throws IOException {
        archiver.close();
        pool.close();
        api.close();
        library.close();
    }
}
