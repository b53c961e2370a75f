package io.millrace.server.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends a process and everything that it started. */
final class ProcessTree {
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);

    private ProcessTree() {}

    /** Asks the process to end (SIGTERM), and kills it (SIGKILL) when the grace is over; then kills its descendants. Returns when they are gone. */
    static void terminate(ProcessHandle root, Duration grace) throws InterruptedException {
        List<ProcessHandle> before = root.descendants().toList();
        root.destroy();
        awaitExit(root, grace);
        kill(root, before);
    }

    /** Kills the process and its descendants at once. */
    static void kill(ProcessHandle root, List<ProcessHandle> knownDescendants) throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>();
        Stream.concat(Stream.of(root), Stream.concat(knownDescendants.stream(), root.descendants()))
                .distinct()
                .forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle handle : all) {
            awaitExit(handle, KILL_WAIT);
        }
    }

    private static void awaitExit(ProcessHandle handle, Duration wait) throws InterruptedException {
        try {
            handle.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller goes on to the next harder means; there is nothing after SIGKILL.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + handle.pid(), e);
        }
    }
}
