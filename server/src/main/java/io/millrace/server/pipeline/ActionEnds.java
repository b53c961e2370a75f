package io.millrace.server.pipeline;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;

/** Ends runs of actions and tells of it, in one transaction. Thread-safe. */
final class ActionEnds {
    private final Jdbi jdbi;
    private final Executions executions;
    private final ActionRuns runs;
    private final ExecutionSteps steps;
    private final PipelineEvents events;
    private final InstantSource clock;

    ActionEnds(
            Jdbi jdbi,
            Executions executions,
            ActionRuns runs,
            ExecutionSteps steps,
            PipelineEvents events,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.executions = executions;
        this.runs = runs;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    /** Ends a run as done; false if it has ended already. */
    boolean succeed(ActionRun run, ActionStep.Succeeded step, String by) {
        return jdbi.inTransaction(handle -> tell(run, runs.succeed(run.id(), step, by, clock.instant())));
    }

    /** Ends a run as failed; false if it has ended already. */
    boolean fail(ActionRun run, ActionStep.Failed step, String by) {
        return end(run, ActionExecutionStatus.FAILED, step, by);
    }

    /** Ends a run that nobody waits for any more; false if it has ended already. */
    boolean abandon(ActionRun run) {
        ActionStep.Failed why = new ActionStep.Failed("", "", "The execution was stopped and the action abandoned.");
        return end(run, ActionExecutionStatus.ABANDONED, why, "");
    }

    private boolean end(ActionRun run, ActionExecutionStatus status, ActionStep.Failed step, String by) {
        return jdbi.inTransaction(handle -> tell(run, runs.fail(run.id(), status, step, by, clock.instant())));
    }

    private boolean tell(ActionRun run, boolean ended) {
        if (ended) {
            executions
                    .find(run.executionId())
                    .ifPresent(execution -> declaration(execution, run)
                            .ifPresent(action -> events.action(execution, action.actionTypeId(), run.id())));
        }
        return ended;
    }

    private Optional<ActionDeclaration> declaration(Execution execution, ActionRun run) {
        return ExecutionSteps.stage(steps.declaration(execution), run.stage())
                .flatMap(stage -> ExecutionSteps.action(stage, run.action()));
    }
}
