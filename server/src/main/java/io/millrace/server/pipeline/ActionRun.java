package io.millrace.server.pipeline;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;

/**
 * One run of an action in an execution.
 *
 * @param live whether it counts for its stage; a run that was repeated does not
 * @param launched whether its start was noted; if not, it is started (again)
 * @param token of an approval
 * @param continuation of a function that is to be invoked again: its own token; empty otherwise
 * @param revision of a source
 * @param configuration with variables resolved
 * @param variables that it gives
 * @param updatedBy who decided, of an approval
 */
record ActionRun(
        long number,
        String id,
        String executionId,
        String pipeline,
        String stage,
        String action,
        boolean live,
        boolean launched,
        ActionExecutionStatus status,
        String summary,
        String token,
        String externalId,
        String continuation,
        String errorCode,
        String errorMessage,
        String revision,
        Map<String, String> configuration,
        Map<String, String> variables,
        String updatedBy,
        Instant started,
        Instant updated) {
    /** The configuration of an action that invokes a function, and of no other, has it. */
    static final String FUNCTION = "FunctionName";

    boolean inProgress() {
        return status == ActionExecutionStatus.IN_PROGRESS;
    }

    boolean succeeded() {
        return status == ActionExecutionStatus.SUCCEEDED;
    }
}
