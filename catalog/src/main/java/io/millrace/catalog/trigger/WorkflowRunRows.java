package io.millrace.catalog.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.WorkflowRun;

/** Runs of workflows, their steps, and what conditional triggers have seen within a run. */
public interface WorkflowRunRows {
    /** Adds a run; its id must be new and its workflow there. */
    void insert(WorkflowRun run);

    /** Replaces a run. */
    void update(WorkflowRun run);

    /** The run, or empty. */
    Optional<WorkflowRun> find(String id);

    /** Up to {@code limit} runs of the workflow, the newest first, that began before a time or at it with a smaller id. */
    List<WorkflowRun> list(String workflow, Instant beforeTime, String beforeId, int limit);

    /** How many runs of the workflow have not ended. */
    int countActive(String workflow);

    /** Removes the runs that began before {@code time} and have ended. */
    void deleteEndedBefore(Instant time);

    /** Adds a step after those that the run has. */
    void insertStep(WorkflowStep step);

    /** Replaces a step. */
    void updateStep(WorkflowStep step);

    /** The step of a fired action; empty if the trigger is in no workflow. */
    Optional<WorkflowStep> findStep(String id);

    /** The step that started a job run. */
    Optional<WorkflowStep> findStepOfJobRun(String jobRun);

    /** The steps that crawl with this crawler now. */
    List<WorkflowStep> listCrawling(String crawler);

    /** The steps of a run, in the order in which their triggers fired. */
    List<WorkflowStep> steps(String runId);

    /** Notes what a trigger has seen within a run, over what it had seen before. */
    void see(String runId, String triggerName, Watched watched, String state);

    /** All that a trigger has seen within a run. */
    Map<Watched, String> seen(String runId, String triggerName);

    /** Forgets what a trigger has seen within a run. */
    void forget(String runId, String triggerName);
}
