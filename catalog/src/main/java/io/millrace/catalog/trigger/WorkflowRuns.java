package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobRunIds;
import io.millrace.catalog.trigger.WorkflowStep.State;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.Workflow;
import software.amazon.awssdk.services.glue.model.WorkflowRun;
import software.amazon.awssdk.services.glue.model.WorkflowRunStatus;

/**
 * What happens within runs of workflows: they begin with the workflow's start triggers, ends of what a run has started make its
 * conditional triggers fire, and when nothing is left to start or to wait for, the run is over. Every call is part of a transaction.
 */
final class WorkflowRuns {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowRuns.class);
    private static final int ID_BYTES = 32;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    WorkflowRuns(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Begins a run: the start triggers' actions are due.
     *
     * @throws CatalogException if there is no such workflow, it has no start trigger, or too many runs
     */
    WorkflowRun start(TriggerTransaction transaction, String name, Map<String, String> properties) {
        Workflow workflow = load(transaction, name);
        List<Trigger> starts = transaction.triggers().list("", Integer.MAX_VALUE, trigger -> startsIn(name, trigger));
        if (starts.isEmpty()) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Workflow %s has no start trigger: give an ON_DEMAND or SCHEDULED trigger its WorkflowName."
                            .formatted(name));
        }
        Integer most = workflow.maxConcurrentRuns();
        if (most != null && transaction.workflowRuns().countActive(name) >= most) {
            throw new CatalogException(
                    CatalogErrorCode.CONCURRENT_RUNS_EXCEEDED,
                    "Concurrent runs exceeded for workflow %s: it may have %d.".formatted(name, most));
        }
        Map<String, String> all = new LinkedHashMap<>(workflow.defaultRunProperties());
        all.putAll(properties);
        WorkflowRun run = WorkflowRun.builder()
                .name(name)
                .workflowRunId(newId())
                .previousRunId(newest(transaction, name)
                        .map(WorkflowRun::workflowRunId)
                        .orElse(null))
                .workflowRunProperties(all)
                .startedOn(clock.instant())
                .status(WorkflowRunStatus.RUNNING)
                .build();
        transaction.workflowRuns().insert(run);
        starts.forEach(trigger -> fire(transaction, run.workflowRunId(), trigger));
        return run;
    }

    static Workflow load(TriggerTransaction transaction, String name) {
        return transaction
                .workflows()
                .find(name)
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND, "Workflow %s not found.".formatted(name)));
    }

    static Optional<WorkflowRun> newest(TriggerTransaction transaction, String workflow) {
        return transaction.workflowRuns().list(workflow, Instant.ofEpochMilli(Long.MAX_VALUE), "", 1).stream()
                .findFirst();
    }

    private static boolean startsIn(String workflow, Trigger trigger) {
        return workflow.equals(trigger.workflowName()) && trigger.type() != TriggerType.CONDITIONAL;
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "wr_" + HexFormat.of().formatHex(id);
    }

    private void fire(TriggerTransaction transaction, String runId, Trigger trigger) {
        LOG.info("Trigger {} fires in the workflow run {}", trigger.name(), runId);
        transaction.workflowRuns().forget(runId, trigger.name());
        Instant now = clock.instant();
        int position = 0;
        for (Action action : trigger.actions()) {
            String id = UUID.randomUUID().toString();
            boolean job = action.jobName() != null;
            Watched target = job ? Watched.job(action.jobName()) : Watched.crawler(action.crawlerName());
            transaction
                    .workflowRuns()
                    .insertStep(new WorkflowStep(
                            id,
                            runId,
                            trigger.name(),
                            target,
                            job ? JobRunIds.ofFiring(id) : null,
                            State.WAITING,
                            null,
                            null,
                            null));
            transaction.actions().insert(new FiredAction(id, trigger.name(), now, position++, action, null));
        }
    }

    /** A job's run has ended. @return whether triggers have fired */
    boolean jobRunEnded(TriggerTransaction transaction, String jobRun, String state) {
        return transaction
                .workflowRuns()
                .findStepOfJobRun(JobRunIds.firstAttempt(jobRun))
                .filter(step -> !step.state().isFinal())
                .map(step -> ended(transaction, step, state))
                .orElse(false);
    }

    /** A crawl has ended. @return whether triggers have fired */
    boolean crawlEnded(TriggerTransaction transaction, String crawler, String state) {
        boolean fired = false;
        for (WorkflowStep step : transaction.workflowRuns().listCrawling(crawler)) {
            fired |= ended(transaction, step, state);
        }
        return fired;
    }

    private boolean ended(TriggerTransaction transaction, WorkflowStep step, String state) {
        transaction.workflowRuns().updateStep(step.ended(State.ofEnd(state), clock.instant()));
        WorkflowRun run = transaction.workflowRuns().find(step.runId()).orElseThrow();
        boolean fired = false;
        if (run.status() == WorkflowRunStatus.RUNNING) {
            for (ActiveTrigger active : transaction.triggers().listActivated(TriggerType.CONDITIONAL)) {
                if (run.name().equals(active.trigger().workflowName())) {
                    fired |= see(transaction, run, active.trigger(), step.target(), state);
                }
            }
        }
        settle(transaction, step.runId());
        return fired;
    }

    private boolean see(
            TriggerTransaction transaction, WorkflowRun run, Trigger trigger, Watched watched, String state) {
        List<Condition> conditions = TriggerDefinitions.conditions(trigger);
        if (conditions.stream().map(TriggerDefinitions::watched).noneMatch(watched::equals)) {
            return false;
        }
        WorkflowRunRows runs = transaction.workflowRuns();
        runs.see(run.workflowRunId(), trigger.name(), watched, state);
        if (!TriggerDefinitions.isSatisfied(trigger, runs.seen(run.workflowRunId(), trigger.name()))) {
            return false;
        }
        fire(transaction, run.workflowRunId(), trigger);
        return true;
    }

    /** Ends the run if nothing of it waits or runs. */
    private void settle(TriggerTransaction transaction, String runId) {
        WorkflowRun run = transaction.workflowRuns().find(runId).orElseThrow();
        boolean over = transaction.workflowRuns().steps(runId).stream()
                .allMatch(step -> step.state().isFinal());
        if (over && run.completedOn() == null) {
            boolean stopping = run.status() == WorkflowRunStatus.STOPPING;
            WorkflowRunStatus status = stopping ? WorkflowRunStatus.STOPPED : WorkflowRunStatus.COMPLETED;
            LOG.info("Workflow run {} of {} ended {}", runId, run.name(), status);
            transaction
                    .workflowRuns()
                    .update(run.toBuilder()
                            .status(status)
                            .completedOn(clock.instant())
                            .build());
        }
    }

    /**
     * Lets the run start nothing more.
     *
     * @return the steps that run and are to be stopped
     */
    List<WorkflowStep> stop(TriggerTransaction transaction, WorkflowRun run) {
        if (run.status() != WorkflowRunStatus.RUNNING) {
            throw new CatalogException(
                    CatalogErrorCode.ILLEGAL_WORKFLOW_STATE,
                    "Workflow run %s is %s and cannot be stopped."
                            .formatted(run.workflowRunId(), run.statusAsString()));
        }
        transaction
                .workflowRuns()
                .update(run.toBuilder().status(WorkflowRunStatus.STOPPING).build());
        List<WorkflowStep> steps = transaction.workflowRuns().steps(run.workflowRunId());
        steps.stream().filter(step -> step.state() == State.WAITING).forEach(step -> {
            transaction.actions().delete(step.id());
            transaction.workflowRuns().updateStep(step.ended(State.STOPPED, clock.instant()));
        });
        settle(transaction, run.workflowRunId());
        return steps.stream().filter(step -> step.state() == State.RUNNING).toList();
    }

    /** Notes that a fired action was started. @return the step if it has been stopped meanwhile */
    Optional<WorkflowStep> started(TriggerTransaction transaction, String firedAction) {
        Optional<WorkflowStep> step = transaction.workflowRuns().findStep(firedAction);
        step.filter(waiting -> waiting.state() == State.WAITING)
                .ifPresent(waiting -> transaction.workflowRuns().updateStep(waiting.started(clock.instant())));
        return step.filter(ended -> ended.state() == State.STOPPED);
    }

    /** Notes that a fired action could not be started. */
    void refused(TriggerTransaction transaction, String firedAction, String reason) {
        transaction
                .workflowRuns()
                .findStep(firedAction)
                .filter(step -> !step.state().isFinal())
                .ifPresent(step -> {
                    transaction.workflowRuns().updateStep(step.refused(reason, clock.instant()));
                    settle(transaction, step.runId());
                });
    }
}
