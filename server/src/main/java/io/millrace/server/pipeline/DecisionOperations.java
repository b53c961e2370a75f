package io.millrace.server.pipeline;

import io.millrace.server.wire.CallContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultResponse;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultResponse;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultResponse;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Ends of actions that come from outside: a person's approval, and a function's result. Thread-safe. */
public final class DecisionOperations {
    private final Pipelines pipelines;
    private final ActionRuns runs;
    private final ActionEnds ends;
    private final PipelineEngine engine;
    private final InstantSource clock;

    DecisionOperations(
            Pipelines pipelines, ActionRuns runs, ActionEnds ends, PipelineEngine engine, InstantSource clock) {
        this.pipelines = pipelines;
        this.runs = runs;
        this.ends = ends;
        this.engine = engine;
        this.clock = clock;
    }

    /** Approves or rejects. */
    public PutApprovalResultResponse putApprovalResult(CallContext context, PutApprovalResultRequest request) {
        ActionRun run = approval(request);
        String by = context.principal().arn();
        String comment = request.result().summary();
        boolean decided = request.result().status() == ApprovalStatus.APPROVED
                ? ends.succeed(run, ActionStep.Succeeded.of("", comment, Map.of()), by)
                : ends.fail(run, new ActionStep.Failed("", "ApprovalRejected", "Rejected: " + comment), by);
        if (!decided) {
            throw completed(request);
        }
        engine.poke();
        return PutApprovalResultResponse.builder().approvedAt(clock.instant()).build();
    }

    private ActionRun approval(PutApprovalResultRequest request) {
        StageDeclaration stage = ExecutionSteps.stage(
                        pipelines.load(request.pipelineName()).declaration(), request.stageName())
                .orElseThrow(() -> PipelineErrors.noStage(request.pipelineName(), request.stageName()));
        if (stage.actions().stream().noneMatch(action -> action.name().equals(request.actionName()))) {
            throw PipelineErrors.error(
                    "ActionNotFoundException", "The stage " + stage.name() + " has no action " + request.actionName());
        }
        ActionRun run = runs.undecided(
                        request.pipelineName(), request.stageName(), request.actionName(), request.token())
                .or(() -> runs.latest(request.pipelineName(), request.stageName(), request.actionName()))
                .orElseThrow(() -> wrongToken(request));
        if (!run.inProgress()) {
            throw run.errorCode().equals(ActionStep.Failed.APPROVAL_EXPIRED) ? expired(request) : completed(request);
        }
        if (run.token().isEmpty() || !run.token().equals(request.token())) {
            throw wrongToken(request);
        }
        return run;
    }

    private static RuntimeException completed(PutApprovalResultRequest request) {
        return PipelineErrors.error(
                "ApprovalAlreadyCompletedException",
                "The approval " + request.actionName() + " has been decided already");
    }

    /** PutApprovalResult's reference: the error of a request that has expired is that of a wrong token. */
    private static RuntimeException expired(PutApprovalResultRequest request) {
        return PipelineErrors.error(
                "InvalidApprovalTokenException",
                "The approval " + request.actionName() + " has expired; retry the stage to ask for it again");
    }

    private static RuntimeException wrongToken(PutApprovalResultRequest request) {
        return PipelineErrors.error(
                "InvalidApprovalTokenException",
                "The token is not that of the approval " + request.actionName() + "; GetPipelineState has it");
    }

    /** A function has done what an action wanted. */
    public PutJobSuccessResultResponse putJobSuccessResult(PutJobSuccessResultRequest request) {
        ActionRun run = job(request.jobId());
        String summary =
                request.executionDetails() == null || request.executionDetails().summary() == null
                        ? ""
                        : request.executionDetails().summary();
        if (request.continuationToken() == null) {
            ends.succeed(run, ActionStep.Succeeded.of(request.jobId(), summary, request.outputVariables()), "");
            engine.poke();
        } else {
            goOn(run, request.jobId(), request.continuationToken(), summary);
        }
        return PutJobSuccessResultResponse.builder().build();
    }

    /** The function is invoked again: as another job, so that a repeated result of this one ends nothing. */
    private void goOn(ActionRun run, String job, String token, String summary) {
        String next = UUID.nameUUIDFromBytes(("after " + job).getBytes(StandardCharsets.UTF_8))
                .toString();
        String said = summary.isEmpty() ? "The function is invoked again shortly" : summary;
        runs.goOn(run.id(), next, token, said, clock.instant());
    }

    /** A function could not do it. */
    public PutJobFailureResultResponse putJobFailureResult(PutJobFailureResultRequest request) {
        ActionRun run = job(request.jobId());
        ends.fail(
                run,
                new ActionStep.Failed(
                        "",
                        request.failureDetails().typeAsString(),
                        request.failureDetails().message()),
                "");
        engine.poke();
        return PutJobFailureResultResponse.builder().build();
    }

    /** An approval is no job: nobody but a person ends it. */
    private ActionRun job(String id) {
        ActionRun run = runs.waitingFor(id)
                .or(() -> runs.find(id))
                .filter(found -> found.token().isEmpty())
                .orElseThrow(() -> PipelineErrors.error("JobNotFoundException", "There is no job " + id));
        // A function may answer before it is noted that it was invoked.
        boolean justInvoked =
                !run.launched() && run.id().equals(id) && run.configuration().containsKey(ActionRun.FUNCTION);
        if (!run.inProgress() || (!justInvoked && !run.externalId().equals(id))) {
            throw PipelineErrors.error("InvalidJobStateException", "The job " + id + " does not wait for a result");
        }
        return run;
    }
}
