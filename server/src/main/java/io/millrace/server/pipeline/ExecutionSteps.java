package io.millrace.server.pipeline;

import io.millrace.server.pipeline.StageProgress.Next;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/**
 * Moves executions: each step is decided by the rows alone and written in one transaction, so that a server that takes over goes on where the
 * last one was. Thread-safe.
 */
final class ExecutionSteps {
    private static final int ROLLBACK_SEARCH = 100;

    private final Pipelines pipelines;
    private final Executions executions;
    private final ActionRuns runs;
    private final StageGates gates;
    private final PipelineEvents events;
    private final InstantSource clock;

    ExecutionSteps(
            Pipelines pipelines, Executions executions, ActionRuns runs, PipelineEvents events, InstantSource clock) {
        this.pipelines = pipelines;
        this.executions = executions;
        this.runs = runs;
        this.gates = new StageGates(pipelines);
        this.events = events;
        this.clock = clock;
    }

    /** Takes every step that can be taken now in the executions of a pipeline. */
    void advance(String pipeline) {
        pipelines.jdbi().useTransaction(handle -> {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (Execution execution : executions.active(pipeline)) {
                    // A step of the one before may have changed it.
                    changed |= executions
                            .find(execution.id())
                            .filter(Execution::active)
                            .map(this::step)
                            .orElse(false);
                }
            }
        });
    }

    private boolean step(Execution execution) {
        PipelineDeclaration pipeline = declaration(execution);
        boolean stopping = execution.status() == PipelineExecutionStatus.STOPPING;
        if (!execution.entered()) {
            return stopping
                    ? end(execution, PipelineExecutionStatus.STOPPED, execution.stopReason())
                    : enter(pipeline, execution);
        }
        StageDeclaration stage = pipeline.stages().get(execution.stageIndex());
        Next next = StageProgress.next(stage, runs.live(execution.id(), stage.name()), stopping);
        if (next instanceof Next.Run run) {
            run.actions().forEach(action -> insert(execution, stage, action));
            return false;
        }
        return next instanceof Next.End end && end(pipeline, execution, stage, end.result());
    }

    private boolean enter(PipelineDeclaration pipeline, Execution execution) {
        return switch (gates.verdict(pipeline, execution, executions.active(execution.pipeline()))) {
            case WAIT -> false;
            case SUPERSEDED ->
                end(execution, PipelineExecutionStatus.SUPERSEDED, "A newer execution waits for the stage.");
            case ENTER -> {
                executions.move(execution.id(), execution.stageIndex(), true, clock.instant());
                StageDeclaration stage = pipeline.stages().get(execution.stageIndex());
                boolean again = runs.ofExecution(execution.id()).stream()
                        .anyMatch(run -> run.stage().equals(stage.name()));
                events.stage(execution, stage.name(), again ? PipelineEvents.RESUMED : PipelineEvents.STARTED);
                yield true;
            }
        };
    }

    private void insert(Execution execution, StageDeclaration stage, ActionDeclaration action) {
        String id = UUID.randomUUID().toString();
        runs.insert(id, execution, stage.name(), action.name(), action.configuration(), clock.instant());
        events.action(execution, action.actionTypeId(), id);
    }

    private boolean end(
            PipelineDeclaration pipeline, Execution execution, StageDeclaration stage, StageProgress.Result result) {
        events.stage(execution, stage.name(), result.name());
        switch (result) {
            case STOPPED -> end(execution, PipelineExecutionStatus.STOPPED, execution.stopReason());
            case FAILED -> {
                end(execution, PipelineExecutionStatus.FAILED, "The stage " + stage.name() + " failed.");
                if (stage.onFailure() != null
                        && "ROLLBACK".equals(stage.onFailure().resultAsString())) {
                    rollBack(execution, stage);
                }
            }
            case SUCCEEDED -> {
                if (execution.isRollback()
                        || execution.stageIndex() == pipeline.stages().size() - 1) {
                    end(execution, PipelineExecutionStatus.SUCCEEDED, "");
                } else {
                    executions.move(execution.id(), execution.stageIndex() + 1, false, clock.instant());
                }
            }
        }
        return true;
    }

    private boolean end(Execution execution, PipelineExecutionStatus status, String summary) {
        executions.setStatus(execution.id(), status, summary, clock.instant());
        events.execution(execution, status);
        return true;
    }

    /** Brings a stage back to the last execution that succeeded in it; none is begun where no such is known. */
    private void rollBack(Execution failed, StageDeclaration stage) {
        if (failed.isRollback()) {
            return;
        }
        for (Execution candidate : executions.newest(failed.pipeline(), failed.number(), ROLLBACK_SEARCH)) {
            if (!candidate.isRollback() && candidate.version() == failed.version() && succeededIn(candidate, stage)) {
                Instant now = clock.instant();
                begin(
                        new Execution(
                                0,
                                UUID.randomUUID().toString(),
                                failed.pipeline(),
                                candidate.version(),
                                PipelineExecutionStatus.IN_PROGRESS,
                                failed.stageIndex(),
                                false,
                                candidate.id(),
                                "AutomatedRollback",
                                failed.id(),
                                candidate.variables(),
                                Map.of(),
                                "",
                                "",
                                now,
                                now),
                        null);
                return;
            }
        }
    }

    private boolean succeededIn(Execution execution, StageDeclaration stage) {
        return StageProgress.next(stage, runs.live(execution.id(), stage.name()), false)
                .equals(new Next.End(StageProgress.Result.SUCCEEDED));
    }

    PipelineDeclaration declaration(Execution execution) {
        return pipelines
                .find(execution.pipeline(), execution.version())
                .orElseThrow(() ->
                        new IllegalStateException("No version " + execution.version() + " of " + execution.pipeline()));
    }

    /** The runs whose artifacts and variables an execution sees: a roll-back sees those of the execution that it goes back to. */
    List<ActionRun> visible(Execution execution) {
        List<ActionRun> all = new java.util.ArrayList<>();
        if (execution.isRollback()) {
            all.addAll(runs.ofExecution(execution.baseExecution()));
        }
        all.addAll(runs.ofExecution(execution.id()));
        return all;
    }

    /** Begins an execution at the first stage; the one of this token, if there is one. */
    Execution begin(Execution execution, @org.jspecify.annotations.Nullable String token) {
        return pipelines.jdbi().inTransaction(handle -> {
            Execution begun = executions.insert(execution, token);
            if (begun.id().equals(execution.id())) {
                events.execution(begun, PipelineEvents.STARTED);
            }
            return begun;
        });
    }

    /** Sends a failed or stopped execution into its stage again. */
    void retry(Execution execution, StageDeclaration stage, StageRetryMode mode) {
        List<ActionRun> live = runs.live(execution.id(), stage.name());
        // What clean-up has deleted must be made again.
        boolean cleaned = live.stream()
                .anyMatch(run -> stage.actions().stream()
                        .anyMatch(action -> action.name().equals(run.action()) && StageProgress.isDeletion(action)));
        for (ActionRun run : live) {
            if (mode == StageRetryMode.ALL_ACTIONS || cleaned || !run.succeeded()) {
                runs.retire(run.id());
            }
        }
        executions.setStopReason(execution.id(), "");
        executions.setStatus(execution.id(), PipelineExecutionStatus.IN_PROGRESS, "", clock.instant());
        executions.move(execution.id(), execution.stageIndex(), false, clock.instant());
        events.execution(execution, PipelineEvents.RESUMED);
    }

    /** The execution is to stop. */
    void stop(Execution execution, String reason) {
        executions.setStatus(execution.id(), PipelineExecutionStatus.STOPPING, "", clock.instant());
        executions.setStopReason(execution.id(), reason);
        events.execution(execution, PipelineExecutionStatus.STOPPING);
    }

    /** The action of a stage that a name has. */
    static Optional<ActionDeclaration> action(StageDeclaration stage, String name) {
        return stage.actions().stream()
                .filter(action -> action.name().equals(name))
                .findFirst();
    }

    /** The stage that a name has. */
    static Optional<StageDeclaration> stage(PipelineDeclaration pipeline, String name) {
        return pipeline.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst();
    }
}
