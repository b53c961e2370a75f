package io.millrace.server.pipeline;

import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.pipeline.PipelineVariables.UnresolvedVariableException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.EncryptionKey;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Starts actions, looks after them, and notes what they say. Thread-safe; one run is worked on by one thread at a time. */
final class ActionWork {
    private static final Logger LOG = LoggerFactory.getLogger(ActionWork.class);

    private final Pipelines pipelines;
    private final Executions executions;
    private final ActionRuns runs;
    private final ExecutionSteps steps;
    private final ActionEnds ends;
    private final PipelineRules rules;
    private final InstantSource clock;

    ActionWork(
            Pipelines pipelines,
            Executions executions,
            ActionRuns runs,
            ExecutionSteps steps,
            ActionEnds ends,
            PipelineRules rules,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.executions = executions;
        this.runs = runs;
        this.steps = steps;
        this.ends = ends;
        this.rules = rules;
        this.clock = clock;
    }

    /** Starts a run, or looks how far it is. True when it has ended. */
    boolean work(ActionRun run) {
        Optional<Execution> execution = executions.find(run.executionId());
        if (execution.isEmpty()) {
            return false;
        }
        ActionDeclaration action = declaration(execution.get(), run);
        try {
            ActionProvider provider = rules.provider(action);
            ActionContext context = context(execution.get(), run, action);
            return note(run, action, run.launched() ? provider.look(context) : provider.start(context));
        } catch (UnresolvedVariableException e) {
            return note(run, action, ActionStep.Failed.of(String.valueOf(e.getMessage())));
        } catch (RoleRefusedException e) {
            return note(run, action, new ActionStep.Failed("", "PermissionError", String.valueOf(e.getMessage())));
        } catch (SdkClientException e) {
            LOG.info("{} of {} is tried again: {}", run.action(), run.pipeline(), e.getMessage());
            return false;
        } catch (AwsServiceException e) {
            return refused(run, action, e);
        } catch (RuntimeException e) {
            // A run loop: one action must not keep the others from theirs.
            LOG.error("{} of {} cannot be done", run.action(), run.pipeline(), e);
            return note(run, action, ActionStep.Failed.of("The action failed with an internal error."));
        }
    }

    private boolean refused(ActionRun run, ActionDeclaration action, AwsServiceException e) {
        if (e.statusCode() >= 500 || e.isThrottlingException()) {
            LOG.info("{} of {} is tried again: {}", run.action(), run.pipeline(), e.getMessage());
            return false;
        }
        String message = e.awsErrorDetails() == null
                ? String.valueOf(e.getMessage())
                : e.awsErrorDetails().errorMessage();
        String code = e.statusCode() == 403 ? "PermissionError" : "ConfigurationError";
        return note(run, action, new ActionStep.Failed("", code, message));
    }

    private ActionDeclaration declaration(Execution execution, ActionRun run) {
        return ExecutionSteps.stage(steps.declaration(execution), run.stage())
                .flatMap(stage -> ExecutionSteps.action(stage, run.action()))
                .orElseThrow(() -> new IllegalStateException("No action " + run.action() + " in " + run.pipeline()));
    }

    private ActionContext context(Execution execution, ActionRun run, ActionDeclaration action) {
        PipelineDeclaration pipeline = steps.declaration(execution);
        List<ActionRun> visible = steps.visible(execution);
        Map<String, String> configuration = run.configuration();
        if (!run.launched()) {
            configuration = PipelineVariables.of(pipeline, execution, visible).resolve(action.configuration());
            runs.setConfiguration(run.id(), configuration);
        }
        return new ActionContext(
                run.pipeline(),
                execution.id(),
                run.stage(),
                run.id(),
                action,
                configuration,
                action.roleArn() == null ? pipeline.roleArn() : action.roleArn(),
                pipeline.artifactStore().location(),
                Optional.ofNullable(pipeline.artifactStore().encryptionKey()).map(EncryptionKey::id),
                inputs(pipeline, action, visible),
                run.externalId(),
                run.summary(),
                run.continuation(),
                Optional.ofNullable(execution.revisions().get(action.name())),
                run.started(),
                run.updated());
    }

    private static Map<String, String> inputs(
            PipelineDeclaration pipeline, ActionDeclaration action, List<ActionRun> visible) {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (InputArtifact input : action.inputArtifacts()) {
            inputs.put(input.name(), key(pipeline, input.name(), visible));
        }
        return inputs;
    }

    /** Where the newest run that made an artifact has put it. */
    static String key(PipelineDeclaration pipeline, String artifact, List<ActionRun> visible) {
        String key = "";
        for (ActionRun run : visible) {
            if (run.live() && run.succeeded() && makes(pipeline, run, artifact)) {
                key = ActionContext.key(pipeline.name(), artifact, run.id());
            }
        }
        return key;
    }

    private static boolean makes(PipelineDeclaration pipeline, ActionRun run, String artifact) {
        return ExecutionSteps.stage(pipeline, run.stage()).map(StageDeclaration::actions).orElse(List.of()).stream()
                .filter(action -> action.name().equals(run.action()))
                .anyMatch(action -> action.outputArtifacts().stream()
                        .anyMatch(output -> output.name().equals(artifact)));
    }

    private boolean note(ActionRun run, ActionDeclaration action, ActionStep step) {
        if (step instanceof ActionStep.Waiting waiting) {
            boolean approval = action.actionTypeId().category() == ActionCategory.APPROVAL;
            if (!run.launched()
                    || !run.externalId().equals(waiting.externalId())
                    || !run.summary().equals(waiting.summary())) {
                runs.setLaunched(
                        run,
                        waiting.externalId(),
                        waiting.summary(),
                        approval ? ActionContext.approvalToken(run.id()) : "",
                        clock.instant());
            }
            return false;
        }
        if (step instanceof ActionStep.Succeeded succeeded) {
            pipelines.jdbi().useTransaction(handle -> {
                if (ends.succeed(run, succeeded, "") && !succeeded.revision().isEmpty() && isOfNewestStart(run)) {
                    pipelines.setRevision(run.pipeline(), run.action(), succeeded.revision());
                }
            });
            return true;
        }
        if (step instanceof ActionStep.Failed failed) {
            ends.fail(run, failed, "");
        }
        return true;
    }

    /** A revision that was asked for by hand, or that a newer execution has gone beyond, is not what the next change is measured by. */
    private boolean isOfNewestStart(ActionRun run) {
        return executions.newest(run.pipeline(), Long.MAX_VALUE, 1).stream()
                .anyMatch(newest -> newest.id().equals(run.executionId())
                        && !newest.revisions().containsKey(run.action()));
    }

    /** Tells an action that it is abandoned. */
    void abandon(ActionRun run) {
        executions.find(run.executionId()).ifPresent(execution -> {
            ActionDeclaration action = declaration(execution, run);
            try {
                rules.provider(action).abandon(context(execution, run, action));
            } catch (SdkClientException | AwsServiceException | RoleRefusedException | UnresolvedVariableException e) {
                LOG.warn("{} of {} goes on though it was abandoned: {}", run.action(), run.pipeline(), e.getMessage());
            }
        });
    }
}
