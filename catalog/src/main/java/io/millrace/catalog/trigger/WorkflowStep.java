package io.millrace.catalog.trigger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One action of a trigger that fired in a workflow's run.
 *
 * @param id that of the fired action
 * @param runId the workflow's run
 * @param target the job or crawler
 * @param jobRun the run of the job; null of a crawler
 * @param startedOn null while it waits
 * @param completedOn null until it ends
 * @param error why it could not be started; null otherwise
 */
public record WorkflowStep(
        String id,
        String runId,
        String triggerName,
        Watched target,
        @Nullable String jobRun,
        State state,
        @Nullable Instant startedOn,
        @Nullable Instant completedOn,
        @Nullable String error) {
    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        STOPPED,
        TIMEOUT,
        /** It could not be started. */
        ERROR;

        /** Whether it has ended. */
        public boolean isFinal() {
            return this != WAITING && this != RUNNING;
        }

        /** Of the state in which a job run or a crawl has ended. */
        static State ofEnd(String state) {
            return switch (state) {
                case "SUCCEEDED" -> SUCCEEDED;
                case "STOPPED", "CANCELLED" -> STOPPED;
                case "TIMEOUT" -> TIMEOUT;
                default -> FAILED;
            };
        }
    }

    WorkflowStep started(Instant time) {
        return new WorkflowStep(id, runId, triggerName, target, jobRun, State.RUNNING, time, null, null);
    }

    WorkflowStep ended(State end, Instant time) {
        return new WorkflowStep(
                id, runId, triggerName, target, jobRun, end, startedOn == null ? time : startedOn, time, error);
    }

    WorkflowStep refused(String reason, Instant time) {
        return new WorkflowStep(id, runId, triggerName, target, jobRun, State.ERROR, null, time, reason);
    }
}
