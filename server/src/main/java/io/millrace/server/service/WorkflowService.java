package io.millrace.server.service;

import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.glue.model.BatchGetWorkflowsRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.DeleteWorkflowRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunsRequest;
import software.amazon.awssdk.services.glue.model.ListWorkflowsRequest;
import software.amazon.awssdk.services.glue.model.PutWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.StartWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.StopWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.UpdateWorkflowRequest;

/** Glue's workflows on the wire. */
final class WorkflowService {
    private WorkflowService() {}

    static void add(ServiceDefinition.Builder glue, WorkflowFamily family) {
        glue.operation(CreateWorkflowRequest.class, family.definitions()::createWorkflow)
                .operation(GetWorkflowRequest.class, family.definitions()::getWorkflow)
                .operation(BatchGetWorkflowsRequest.class, family.definitions()::batchGetWorkflows)
                .operation(ListWorkflowsRequest.class, family.definitions()::listWorkflows)
                .operation(UpdateWorkflowRequest.class, family.definitions()::updateWorkflow)
                .operation(DeleteWorkflowRequest.class, family.definitions()::deleteWorkflow)
                .operation(StartWorkflowRunRequest.class, family.runs()::startWorkflowRun)
                .operation(GetWorkflowRunRequest.class, family.runs()::getWorkflowRun)
                .operation(GetWorkflowRunsRequest.class, family.runs()::getWorkflowRuns)
                .operation(StopWorkflowRunRequest.class, family.runs()::stopWorkflowRun)
                .operation(GetWorkflowRunPropertiesRequest.class, family.runs()::getWorkflowRunProperties)
                .operation(PutWorkflowRunPropertiesRequest.class, family.runs()::putWorkflowRunProperties);
    }
}
