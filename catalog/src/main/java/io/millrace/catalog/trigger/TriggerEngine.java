package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.schedule.AwsSchedule;
import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.WorkflowRun;

/**
 * Fires triggers. What a fired trigger starts is first recorded, in the transaction that makes it fire, and then started, so
 * that a server which dies in between starts it when it is back. A job run is started exactly once, since its id follows from the
 * firing; a crawl at least once: the server may have died just after the start.
 *
 * <p>Schedules have no memory: a time that passes while no engine runs is not made up for, as in Glue. A conditional trigger
 * remembers the last state of each thing that it watches, until it fires. Unlike Glue, it does not matter who started what
 * it watches: a crawl that was started by hand or by a Lambda function counts too. Thread-safe.
 */
public final class TriggerEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerEngine.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FAILED_ACTIONS_KEPT = Duration.ofDays(30);
    private static final Duration WORKFLOW_RUNS_KEPT = Duration.ofDays(90);

    private final TriggerStore store;
    private final TriggerTargets targets;
    private final CrawlerSchedules crawlers;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final WorkflowRuns workflows;
    private final Object crawlStarts = new Object();
    private Instant lastTick;
    private @Nullable ScheduledFuture<?> ticking;
    private boolean closed;

    /** An engine that does nothing by itself before {@link #start}. The executor stays the caller's to shut down. */
    public TriggerEngine(
            TriggerStore store,
            TriggerTargets targets,
            CrawlerSchedules crawlers,
            InstantSource clock,
            ScheduledExecutorService executor) {
        this.store = store;
        this.targets = targets;
        this.crawlers = crawlers;
        this.clock = clock;
        this.executor = executor;
        this.workflows = new WorkflowRuns(clock);
        this.lastTick = clock.instant();
    }

    /** Starts what an engine before this one left due, and fires schedules from now on. */
    public synchronized void start() {
        lastTick = clock.instant();
        store.write(transaction -> {
            transaction.actions().deleteFailedBefore(lastTick.minus(FAILED_ACTIONS_KEPT));
            transaction.workflowRuns().deleteEndedBefore(lastTick.minus(WORKFLOW_RUNS_KEPT));
            return lastTick;
        });
        ticking = executor.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Fires no schedules and starts nothing any more; what is told to it still is durable, and due at the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    /** Tells that a job run, and its last retry, has ended. What follows from it is durable when this returns. */
    public void jobRunEnded(String jobName, String runId, JobRunState state) {
        ended(
                Watched.job(jobName),
                state.toString(),
                transaction -> workflows.jobRunEnded(transaction, runId, state.toString()));
    }

    /** Tells that a crawl has ended. What follows from it is durable when this returns. */
    public void crawlEnded(String crawlerName, CrawlState state) {
        // A crawl that a workflow's run is about to start must not be taken for one that ends now.
        synchronized (crawlStarts) {
            ended(
                    Watched.crawler(crawlerName),
                    state.toString(),
                    transaction -> workflows.crawlEnded(transaction, crawlerName, state.toString()));
        }
    }

    /** The actions of the trigger that could not be started, with the reasons, for thirty days. */
    public List<FiredAction> failedActions(String triggerName) {
        return store.read(transaction -> transaction.actions().listFailed(triggerName));
    }

    private void ended(Watched watched, String state, Predicate<TriggerTransaction> inWorkflows) {
        boolean fired = store.write(transaction -> {
            boolean any = inWorkflows.test(transaction);
            for (ActiveTrigger active : transaction.triggers().listActivated(TriggerType.CONDITIONAL)) {
                any |= see(transaction, active.trigger(), watched, state);
            }
            return any;
        });
        if (fired) {
            dispatchSoon();
        }
    }

    /** Notes the state if the trigger watches the thing, and fires the trigger if that was the last it waited for. */
    private boolean see(TriggerTransaction transaction, Trigger trigger, Watched watched, String state) {
        List<Condition> conditions = TriggerDefinitions.conditions(trigger);
        if (trigger.workflowName() != null
                || conditions.stream().map(TriggerDefinitions::watched).noneMatch(watched::equals)) {
            return false;
        }
        transaction.watches().put(trigger.name(), watched, state);
        boolean satisfied =
                TriggerDefinitions.isSatisfied(trigger, transaction.watches().states(trigger.name()));
        if (satisfied) {
            fire(transaction, trigger);
        }
        return satisfied;
    }

    /** Records that the trigger has fired: its actions are due, and what it has seen is forgotten. One of a workflow begins a run. */
    void fire(TriggerTransaction transaction, Trigger trigger) {
        if (trigger.workflowName() != null) {
            workflows.start(transaction, trigger.workflowName(), Map.of());
            return;
        }
        LOG.info("Trigger {} fires", trigger.name());
        transaction.watches().clear(trigger.name());
        Instant now = clock.instant();
        int position = 0;
        List<FiredAction> waiting = transaction.actions().listDue();
        for (Action action : trigger.actions()) {
            if (waiting.stream()
                    .anyMatch(due -> due.triggerName().equals(trigger.name())
                            && due.action().equals(action))) {
                // One start that is still to come serves both.
                continue;
            }
            String id = UUID.randomUUID().toString();
            transaction.actions().insert(new FiredAction(id, trigger.name(), now, position++, action, null));
        }
    }

    void dispatchSoon() {
        try {
            executor.execute(this::dispatch);
        } catch (RejectedExecutionException e) {
            LOG.info("The engine is shutting down; what is due is started by the next one");
        }
    }

    /** One round: fires what the time since the last round has brought, and starts what is due. */
    synchronized void tick() {
        try {
            Instant from = lastTick;
            Instant now = clock.instant();
            fireSchedules(from, now);
            // From here on a failure must not fire the same times again, nor must a clock that is set back.
            lastTick = now.isAfter(from) ? now : from;
            startScheduledCrawlers(from, now);
            dispatch();
        } catch (RuntimeException e) {
            // A run loop: an exception would end the executor's repetition. What is missed now is found in the next
            // round.
            LOG.error("A round of the trigger engine failed", e);
        }
    }

    private void fireSchedules(Instant from, Instant now) {
        List<ActiveTrigger> due =
                store.read(transaction -> transaction.triggers().listActivated(TriggerType.SCHEDULED)).stream()
                        .filter(active -> isDue(active.trigger().schedule(), active.activatedOn(), from, now))
                        .toList();
        if (!due.isEmpty()) {
            store.write(transaction -> {
                due.forEach(active -> fireOnTime(transaction, active.trigger()));
                return due;
            });
        }
    }

    private void fireOnTime(TriggerTransaction transaction, Trigger trigger) {
        try {
            fire(transaction, trigger);
        } catch (CatalogException e) {
            // Only a workflow refuses, before it writes: it has all the runs that it may have, or is gone.
            LOG.warn("Trigger {} does not start its workflow: {}", trigger.name(), e.getMessage());
        }
    }

    private void startScheduledCrawlers(Instant from, Instant now) {
        for (CrawlerSchedule schedule : crawlers.active()) {
            try {
                if (isDue(schedule.expression(), schedule.since(), from, now)) {
                    targets.startCrawler(schedule.crawlerName());
                }
            } catch (RuntimeException e) {
                // A run loop: one crawler must not keep the others from their schedules.
                if (isBusy(e)) {
                    LOG.info("Crawler {} still runs; its next time on schedule counts", schedule.crawlerName());
                    continue;
                }
                LOG.warn("Crawler {} was not started on schedule: {}", schedule.crawlerName(), e.getMessage(), e);
            }
        }
    }

    private static boolean isDue(String expression, Instant since, Instant from, Instant now) {
        Instant after = since.isAfter(from) ? since : from;
        return AwsSchedule.parse(expression)
                .nextAfter(after, since)
                .filter(next -> !next.isAfter(now))
                .isPresent();
    }

    private synchronized void dispatch() {
        if (closed) {
            return;
        }
        for (FiredAction fired : store.read(transaction -> transaction.actions().listDue())) {
            try {
                start(fired);
            } catch (RuntimeException e) {
                // A run loop: a target that cannot be started must not keep the others from it.
                if (isBusy(e)) {
                    LOG.debug("Trigger {} waits for {}: {}", fired.triggerName(), target(fired), e.getMessage());
                    continue;
                }
                LOG.warn("Trigger {} cannot start {}: {}", fired.triggerName(), target(fired), e.getMessage(), e);
                store.write(transaction -> {
                    transaction.actions().fail(fired.id(), String.valueOf(e.getMessage()));
                    workflows.refused(transaction, fired.id(), String.valueOf(e.getMessage()));
                    return fired;
                });
            }
        }
    }

    /**
     * Whether the target runs already. What it works on may have changed since it began, so the start is not dropped, as Glue
     * does, but made as soon as the target is free.
     */
    private static boolean isBusy(RuntimeException e) {
        return e instanceof CatalogException refused
                && (refused.code() == CatalogErrorCode.CRAWLER_RUNNING
                        || refused.code() == CatalogErrorCode.CRAWLER_STOPPING
                        || refused.code() == CatalogErrorCode.CONCURRENT_RUNS_EXCEEDED);
    }

    private void start(FiredAction fired) {
        Action action = fired.action();
        if (action.jobName() == null) {
            synchronized (crawlStarts) {
                targets.startCrawler(action.crawlerName());
                noteStart(fired);
            }
        } else {
            Map<String, String> arguments = store.read(transaction -> arguments(transaction, fired));
            targets.startJob(fired.id(), action.jobName(), arguments, action.timeout(), fired.triggerName());
            noteStart(fired);
        }
    }

    /** As Glue tells a job in which run of which workflow it is (developer guide, "Getting and setting workflow run properties"). */
    private static Map<String, String> arguments(TriggerTransaction transaction, FiredAction fired) {
        Map<String, String> arguments = new LinkedHashMap<>(fired.action().arguments());
        transaction
                .workflowRuns()
                .findStep(fired.id())
                .flatMap(step -> transaction.workflowRuns().find(step.runId()))
                .ifPresent(run -> {
                    arguments.put("--WORKFLOW_NAME", run.name());
                    arguments.put("--WORKFLOW_RUN_ID", run.workflowRunId());
                });
        return arguments;
    }

    private void noteStart(FiredAction fired) {
        Optional<WorkflowStep> stopped;
        try {
            stopped = store.write(transaction -> {
                transaction.actions().delete(fired.id());
                return workflows.started(transaction, fired.id());
            });
        } catch (RuntimeException e) {
            // A run loop: it was started, so it must not be noted as failed. It stays due: a job run keeps its id.
            LOG.warn("Trigger {} started {}, and could not note it", fired.triggerName(), target(fired), e);
            return;
        }
        stopped.ifPresent(this::stopTarget);
    }

    /** Begins a run of a workflow. */
    WorkflowRun startWorkflow(String name, Map<String, String> properties) {
        WorkflowRun run = store.write(transaction -> workflows.start(transaction, name, properties));
        dispatchSoon();
        return run;
    }

    /** Stops what a run of a workflow has started, and lets it start nothing more. */
    void stopWorkflowRun(WorkflowRun run) {
        store.write(transaction -> workflows.stop(
                        transaction,
                        transaction.workflowRuns().find(run.workflowRunId()).orElse(run)))
                .forEach(this::stopTarget);
    }

    private void stopTarget(WorkflowStep step) {
        try {
            if (step.jobRun() == null) {
                targets.stopCrawler(step.target().name());
            } else {
                targets.stopJobRun(step.target().name(), step.jobRun());
            }
        } catch (CatalogException e) {
            LOG.info("Nothing to stop of {}: {}", step.target().name(), e.getMessage());
        }
    }

    private static String target(FiredAction fired) {
        Action action = fired.action();
        return action.jobName() == null ? "crawler " + action.crawlerName() : "job " + action.jobName();
    }
}
