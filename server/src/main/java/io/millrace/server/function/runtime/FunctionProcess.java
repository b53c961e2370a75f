package io.millrace.server.function.runtime;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A child process that serves one function, one invocation at a time. Thread-safe; the pool decides who invokes.
 */
final class FunctionProcess implements RuntimeSession {
    private final FunctionSpec spec;
    private final ProcessLog log;
    private final Process process;
    /** Empty once the process asked for its first invocation, else why it never will. */
    private final CompletableFuture<Optional<Outcome>> ready = new CompletableFuture<>();

    private @Nullable CompletableFuture<Invocation> waiting;
    private @Nullable Invocation pending;
    private @Nullable Invocation current;
    private boolean ended;
    private volatile boolean killed;

    @SuppressWarnings("FutureReturnValueIgnored") // the callback has no failure to report
    private FunctionProcess(FunctionSpec spec, ProcessLog log, RuntimeApi api, Launch launch) throws IOException {
        this.spec = spec;
        this.log = log;
        String address = api.open(this);
        ProcessBuilder builder = new ProcessBuilder(launch.command)
                .directory(spec.code().taskRoot().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.file().toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment.at(address));
        try {
            this.process = builder.start();
        } catch (IOException e) {
            api.close(address);
            throw e;
        }
        Optional<MemoryGroups.Group> group =
                launch.memory.flatMap(groups -> groups.enclose(process.pid(), FunctionCommand.memoryBytes(spec)));
        process.onExit().thenAccept(exited -> {
            group.ifPresent(MemoryGroups.Group::remove);
            api.close(address);
            ended(exited.exitValue());
        });
    }

    /** Gives the environment, which names the process's own Runtime API. */
    interface Environment {
        Map<String, String> at(String runtimeApi);
    }

    /** What is executed, and within what. */
    record Launch(List<String> command, Environment environment, Optional<MemoryGroups> memory) {}

    static FunctionProcess start(FunctionSpec spec, ProcessLog log, RuntimeApi api, Launch launch) throws IOException {
        return new FunctionProcess(spec, log, api, launch);
    }

    FunctionSpec spec() {
        return spec;
    }

    ProcessLog log() {
        return log;
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    /** Waits until the process asks for work; the outcome says why it does not. */
    Optional<Outcome> awaitReady(Duration timeout) throws InterruptedException, TimeoutException {
        return get(ready, timeout);
    }

    /** Runs one invocation; on a timeout the process is killed. */
    Outcome invoke(String arn, String requestId, byte[] payload, Instant deadline, Duration timeout)
            throws InterruptedException, TimeoutException {
        Invocation invocation = new Invocation(requestId, arn, deadline, payload, new CompletableFuture<Outcome>());
        CompletableFuture<Invocation> receiver = accept(invocation);
        if (receiver != null) {
            receiver.complete(invocation);
        }
        return get(invocation.outcome(), timeout);
    }

    private synchronized @Nullable CompletableFuture<Invocation> accept(Invocation invocation) {
        if (ended) {
            invocation.outcome().complete(Outcome.notDelivered());
            return null;
        }
        current = invocation;
        CompletableFuture<Invocation> receiver = waiting;
        waiting = null;
        if (receiver == null) {
            pending = invocation;
        }
        return receiver;
    }

    @Override
    public CompletableFuture<Invocation> next() {
        ready.complete(Optional.empty());
        synchronized (this) {
            Invocation invocation = pending;
            pending = null;
            if (invocation != null) {
                return CompletableFuture.completedFuture(invocation);
            }
            CompletableFuture<Invocation> receiver = new CompletableFuture<>();
            if (ended) {
                receiver.cancel(false);
            } else {
                waiting = receiver;
            }
            return receiver;
        }
    }

    @Override
    public boolean complete(String requestId, Outcome outcome) {
        Invocation invocation;
        synchronized (this) {
            invocation = current;
            if (invocation == null || !invocation.requestId().equals(requestId)) {
                return false;
            }
            current = null;
        }
        return invocation.outcome().complete(outcome);
    }

    @Override
    public void initError(byte[] error) {
        ready.complete(Optional.of(Outcome.failure(error)));
    }

    private void ended(int exitValue) {
        Invocation invocation;
        CompletableFuture<Invocation> receiver;
        boolean delivered;
        synchronized (this) {
            ended = true;
            invocation = current;
            receiver = waiting;
            delivered = pending == null;
            current = null;
            waiting = null;
        }
        ready.complete(Optional.of(exited("unknown", exitValue)));
        if (invocation != null) {
            invocation
                    .outcome()
                    .complete(delivered ? exited(invocation.requestId(), exitValue) : Outcome.notDelivered());
        }
        if (receiver != null) {
            receiver.cancel(false);
        }
    }

    private static Outcome exited(String requestId, int exitValue) {
        return Outcome.failure(
                "Runtime.ExitError",
                "RequestId: " + requestId + " Error: Runtime exited "
                        + (exitValue == 0 ? "without providing a reason" : "with error: exit status " + exitValue));
    }

    /** Asks the process to end, and makes it end when it has not after a while. Returns at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // its end is seen by onExit in the constructor
    void stop(Duration grace) {
        process.destroy();
        process.onExit().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).whenComplete((exited, late) -> {
            if (late != null) {
                process.destroyForcibly();
            }
        });
    }

    /** Ends the process at once. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Waits for the end; false when it has not come in time. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T get(CompletableFuture<T> future, Duration timeout)
            throws InterruptedException, TimeoutException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // both futures are completed with values only
            throw new IllegalStateException(e);
        }
    }
}
