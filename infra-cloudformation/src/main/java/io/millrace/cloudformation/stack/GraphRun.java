package io.millrace.cloudformation.stack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on resources in parallel, each after those that it needs. After a failure nothing further is begun. */
final class GraphRun {
    private static final Logger LOG = LoggerFactory.getLogger(GraphRun.class);

    private final ExecutorService threads;
    private final BooleanSupplier stopping;

    GraphRun(ExecutorService threads, BooleanSupplier stopping) {
        this.threads = threads;
        this.stopping = stopping;
    }

    /** What one resource came to; a reason if it failed. */
    private record Done(String name, Optional<String> failure) {}

    /**
     * Runs a step for every resource and waits for all that were begun.
     *
     * @param needs those that must be done before, by name
     * @param step gives the reason if it fails
     * @return the names that failed
     * @throws StoppedException if the engine is being closed
     */
    List<String> run(Map<String, Set<String>> needs, Function<String, Optional<String>> step) {
        return run(needs, step, true);
    }

    /** As {@link #run}, but goes on with what does not need the failed ones. */
    List<String> runAll(Map<String, Set<String>> needs, Function<String, Optional<String>> step) {
        return run(needs, step, false);
    }

    private List<String> run(
            Map<String, Set<String>> needs, Function<String, Optional<String>> step, boolean endAtFailure) {
        ExecutorCompletionService<Done> running = new ExecutorCompletionService<>(threads);
        Map<String, Set<String>> waiting = new LinkedHashMap<>(needs);
        Set<String> open = new HashSet<>(needs.keySet());
        List<String> failed = new ArrayList<>();
        List<Future<Done>> begun = new ArrayList<>();
        int active = 0;
        try {
            while (true) {
                boolean end = stopping.getAsBoolean() || (endAtFailure && !failed.isEmpty());
                for (String name : end ? List.<String>of() : ready(waiting, open)) {
                    waiting.remove(name);
                    begun.add(running.submit(() -> new Done(name, step.apply(name))));
                    active++;
                }
                if (active == 0) {
                    break;
                }
                Done done = running.take().get();
                active--;
                done.failure().ifPresentOrElse(reason -> failed.add(done.name()), () -> open.remove(done.name()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw broken(e, begun);
        }
        if (stopping.getAsBoolean() && failed.isEmpty() && !waiting.isEmpty()) {
            throw new StoppedException();
        }
        return failed.stream().sorted().toList();
    }

    private static List<String> ready(Map<String, Set<String>> waiting, Set<String> open) {
        return waiting.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(open::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A step cannot even say that it failed: the store is gone. What is begun must end before anyone takes the work up again. */
    private static RuntimeException broken(ExecutionException failure, List<Future<Done>> begun) {
        for (Future<Done> future : begun) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.debug("Another step broke too", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new StoppedException();
            }
        }
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
}
