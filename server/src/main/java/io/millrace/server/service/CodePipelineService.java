package io.millrace.server.service;

import io.millrace.server.pipeline.CodePipeline;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;

/** CodePipeline on the wire. */
public final class CodePipelineService {
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private CodePipelineService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(CodePipeline pipeline) {
        return ServiceDefinition.builder("codepipeline")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreatePipelineRequest.class, pipeline.pipelines()::createPipeline)
                .operation(UpdatePipelineRequest.class, pipeline.pipelines()::updatePipeline)
                .operation(GetPipelineRequest.class, pipeline.pipelines()::getPipeline)
                .operation(DeletePipelineRequest.class, pipeline.pipelines()::deletePipeline)
                .operation(ListPipelinesRequest.class, pipeline.pipelines()::listPipelines)
                .operation(TagResourceRequest.class, pipeline.pipelines()::tagResource)
                .operation(UntagResourceRequest.class, pipeline.pipelines()::untagResource)
                .operation(ListTagsForResourceRequest.class, pipeline.pipelines()::listTagsForResource)
                .operationWithContext(
                        StartPipelineExecutionRequest.class, pipeline.executions()::startPipelineExecution)
                .operation(StopPipelineExecutionRequest.class, pipeline.executions()::stopPipelineExecution)
                .operation(RetryStageExecutionRequest.class, pipeline.executions()::retryStageExecution)
                .operation(GetPipelineExecutionRequest.class, pipeline.queries()::getPipelineExecution)
                .operation(ListPipelineExecutionsRequest.class, pipeline.queries()::listPipelineExecutions)
                .operation(ListActionExecutionsRequest.class, pipeline.queries()::listActionExecutions)
                .operation(GetPipelineStateRequest.class, pipeline.stages()::getPipelineState)
                .operation(EnableStageTransitionRequest.class, pipeline.stages()::enableStageTransition)
                .operationWithContext(DisableStageTransitionRequest.class, pipeline.stages()::disableStageTransition)
                .operationWithContext(PutApprovalResultRequest.class, pipeline.decisions()::putApprovalResult)
                .operation(PutJobSuccessResultRequest.class, pipeline.decisions()::putJobSuccessResult)
                .operation(PutJobFailureResultRequest.class, pipeline.decisions()::putJobFailureResult)
                .build();
    }
}
