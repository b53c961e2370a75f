package io.millrace.cloudformation.stack;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations under way, each on a thread of its own. Thread-safe. */
final class RunningStacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningStacks.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final StackStore store;
    private final StackNotifications notifications;
    private final EngineParts parts;
    private final HandlerCalls calls;
    private final ExecutorService operations = Executors.newCachedThreadPool(daemons("stack"));
    private final ExecutorService resources;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final GraphRun graphs;
    private final Map<String, StackRun> runs = new ConcurrentHashMap<>();

    RunningStacks(
            StackStore store,
            StackNotifications notifications,
            EngineParts parts,
            HandlerCalls calls,
            int parallelResources) {
        this.store = store;
        this.notifications = notifications;
        this.parts = parts;
        this.calls = calls;
        this.resources = Executors.newFixedThreadPool(parallelResources, daemons("stack-resource"));
        this.graphs = new GraphRun(resources, stopping::get);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes a stack up that nobody works on; one that has begun or ended in the meantime is left alone. */
    void recover(Stack found) {
        if (!runs.containsKey(found.id())) {
            store.findById(found.id()).filter(Stack::isInProgress).ifPresent(this::begin);
        }
    }

    void begin(Stack stack) {
        StackRun run = new StackRun(new Journal(store, notifications, parts.clock(), stack), parts, graphs, calls);
        runs.put(stack.id(), run);
        operations.execute(() -> run(stack.id(), run));
    }

    private void run(String stackId, StackRun run) {
        try {
            run.run();
        } catch (StoppedException e) {
            LOG.info("Stack {} is taken up again by the next start", stackId);
        } catch (RuntimeException e) { // The end of a thread; the journal keeps what was done
            LOG.error("Stack {} stands still until the next start", stackId, e);
        } finally {
            runs.remove(stackId, run);
        }
    }

    /** Changes a stack whether or not something is being done to it. */
    Stack change(String stackId, UnaryOperator<Stack.Change> change) {
        StackRun run = runs.get(stackId);
        if (run != null) {
            return run.journal().change(change);
        }
        Stack stack = store.findById(stackId).orElseThrow();
        return new Journal(store, notifications, parts.clock(), stack).change(change);
    }

    /** Begins nothing further, and waits for the calls to handlers that are under way. */
    @Override
    public void close() {
        stopping.set(true);
        operations.shutdown();
        try {
            if (!operations.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A resource handler does not end; its step is done again by the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        operations.shutdownNow();
        resources.shutdownNow();
    }
}
