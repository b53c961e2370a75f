package io.millrace.server.pipeline;

import io.millrace.server.work.DaemonThreads;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clockwork of pipelines: again and again it takes the steps that can be taken and looks after the actions that run. It keeps nothing
 * itself, so a server that was killed is followed by one that goes on. Thread-safe.
 */
final class PipelineEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineEngine.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int WORKERS = 4;

    private final Executions executions;
    private final ActionRuns runs;
    private final ExecutionSteps steps;
    private final ActionWork work;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final RepeatedWork conducting = new RepeatedWork("pipelines", "Pipelines cannot be looked after");
    private final ExecutorService workers =
            Executors.newFixedThreadPool(WORKERS, DaemonThreads.named("pipeline-action"));
    private volatile boolean started;

    PipelineEngine(Executions executions, ActionRuns runs, ExecutionSteps steps, ActionWork work) {
        this.executions = executions;
        this.runs = runs;
        this.steps = steps;
        this.work = work;
    }

    /** Begins, with whatever is there. Once, when the services answer, because actions call them. */
    void start() {
        started = true;
        conducting.every(Duration.ZERO, LOOK_EVERY, this::look);
    }

    /** Looks at once, because something has changed. */
    void poke() {
        if (started) {
            conducting.soon(this::look);
        }
    }

    private void look() {
        executions.activePipelines().forEach(this::advance);
        for (ActionRun run : runs.inProgress()) {
            if (busy.add(run.id())) {
                workers.execute(() -> work(run));
            }
        }
    }

    private void advance(String pipeline) {
        try {
            steps.advance(pipeline);
        } catch (RuntimeException e) {
            // A run loop: one pipeline must not keep the others from theirs.
            if (!conducting.isClosed()) {
                LOG.error("The pipeline {} cannot go on", pipeline, e);
            }
        }
    }

    private void work(ActionRun known) {
        try {
            // It may have ended since it was read.
            boolean ended = runs.find(known.id())
                    .filter(ActionRun::inProgress)
                    .map(work::work)
                    .orElse(false);
            if (ended) {
                poke();
            }
        } catch (RuntimeException e) {
            // A run loop: the run is looked at again.
            if (!workers.isShutdown()) {
                LOG.error("The action {} of {} cannot be looked after", known.action(), known.pipeline(), e);
            }
        } finally {
            busy.remove(known.id());
        }
    }

    /** Tells actions that they are abandoned. */
    void abandon(List<ActionRun> abandoned) {
        abandoned.forEach(run -> workers.execute(() -> work.abandon(run)));
    }

    /** Stops at once; the next server goes on. */
    @Override
    public void close() {
        conducting.close();
        workers.shutdownNow();
    }
}
