package io.millrace.server.pipeline;

import io.millrace.server.wire.CallContext;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
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
    private final PipelineEngine engine;
    private final InstantSource clock;

    DecisionOperations(Pipelines pipelines, ActionRuns runs, PipelineEngine engine, InstantSource clock) {
        this.pipelines = pipelines;
        this.runs = runs;
        this.engine = engine;
        this.clock = clock;
    }

    /** Approves or rejects. */
    public PutApprovalResultResponse putApprovalResult(CallContext context, PutApprovalResultRequest request) {
        ActionRun run = approval(request);
        String by = context.principal().arn();
        String comment = request.result().summary();
        boolean decided = request.result().status() == ApprovalStatus.APPROVED
                ? runs.succeed(run.id(), ActionStep.Succeeded.of("", comment, Map.of()), by, clock.instant())
                : runs.fail(
                        run.id(),
                        ActionExecutionStatus.FAILED,
                        new ActionStep.Failed("", "ApprovalRejected", "Rejected: " + comment),
                        by,
                        clock.instant());
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
        ActionRun run = runs.latest(request.pipelineName(), request.stageName(), request.actionName())
                .orElseThrow(() -> wrongToken(request));
        if (!run.inProgress()) {
            throw completed(request);
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

    private static RuntimeException wrongToken(PutApprovalResultRequest request) {
        return PipelineErrors.error(
                "InvalidApprovalTokenException",
                "The token is not that of the approval " + request.actionName() + "; GetPipelineState has it");
    }

    /** A function has done what an action wanted. */
    public PutJobSuccessResultResponse putJobSuccessResult(PutJobSuccessResultRequest request) {
        if (request.continuationToken() != null) {
            throw PipelineErrors.invalid("continuationToken is not supported by Millrace.");
        }
        ActionRun run = job(request.jobId());
        String summary =
                request.executionDetails() == null || request.executionDetails().summary() == null
                        ? ""
                        : request.executionDetails().summary();
        runs.succeed(
                run.id(),
                ActionStep.Succeeded.of(run.externalId(), summary, request.outputVariables()),
                "",
                clock.instant());
        engine.poke();
        return PutJobSuccessResultResponse.builder().build();
    }

    /** A function could not do it. */
    public PutJobFailureResultResponse putJobFailureResult(PutJobFailureResultRequest request) {
        ActionRun run = job(request.jobId());
        runs.fail(
                run.id(),
                ActionExecutionStatus.FAILED,
                new ActionStep.Failed(
                        "",
                        request.failureDetails().typeAsString(),
                        request.failureDetails().message()),
                "",
                clock.instant());
        engine.poke();
        return PutJobFailureResultResponse.builder().build();
    }

    /** An approval is no job: nobody but a person ends it. */
    private ActionRun job(String id) {
        ActionRun run = runs.find(id)
                .filter(found -> found.token().isEmpty())
                .orElseThrow(() -> PipelineErrors.error("JobNotFoundException", "There is no job " + id));
        if (!run.inProgress() || !run.externalId().equals(id)) {
            throw PipelineErrors.error("InvalidJobStateException", "The job " + id + " does not wait for a result");
        }
        return run;
    }
}
