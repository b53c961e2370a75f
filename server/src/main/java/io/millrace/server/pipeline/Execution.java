package io.millrace.server.pipeline;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/**
 * An execution of a pipeline.
 *
 * @param number its place in the order of all executions
 * @param stageIndex the stage that it is in, or that it waits for
 * @param entered whether it is in that stage
 * @param baseExecution of a roll-back, the execution whose artifacts it uses; empty otherwise
 * @param triggerType CodePipeline's name for what started it
 * @param variables of the pipeline, as they were at its start
 * @param revisions of sources that its start asked for, by action
 */
record Execution(
        long number,
        String id,
        String pipeline,
        int version,
        PipelineExecutionStatus status,
        int stageIndex,
        boolean entered,
        String baseExecution,
        String triggerType,
        String triggerDetail,
        Map<String, String> variables,
        Map<String, String> revisions,
        String stopReason,
        String summary,
        Instant started,
        Instant updated) {
    boolean active() {
        return status == PipelineExecutionStatus.IN_PROGRESS || status == PipelineExecutionStatus.STOPPING;
    }

    ExecutionType type() {
        return isRollback() ? ExecutionType.ROLLBACK : ExecutionType.STANDARD;
    }

    boolean isRollback() {
        return !baseExecution.isEmpty();
    }
}
