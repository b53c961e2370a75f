package io.millrace.server.service;

import static io.millrace.server.cloudformation.CloudFormationErrors.mapped;

import io.millrace.cloudformation.api.ChangeSetOperations;
import io.millrace.cloudformation.api.StackOperations;
import io.millrace.cloudformation.api.StackQueries;
import io.millrace.cloudformation.api.TemplateOperations;
import io.millrace.server.cloudformation.StackServices;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;

/** CloudFormation on the wire. */
public final class CloudFormationService {
    private CloudFormationService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(StackServices services) {
        StackOperations stacks = services.stacks();
        ChangeSetOperations changeSets = services.changeSets();
        StackQueries queries = services.queries();
        TemplateOperations templates = services.templates();
        return ServiceDefinition.builder("cloudformation")
                .operation(CreateStackRequest.class, mapped(stacks::createStack))
                .operation(UpdateStackRequest.class, mapped(stacks::updateStack))
                .operation(DeleteStackRequest.class, mapped(stacks::deleteStack))
                .operation(CancelUpdateStackRequest.class, mapped(stacks::cancelUpdateStack))
                .operation(ContinueUpdateRollbackRequest.class, mapped(stacks::continueUpdateRollback))
                .operation(SetStackPolicyRequest.class, mapped(stacks::setStackPolicy))
                .operation(GetStackPolicyRequest.class, mapped(stacks::getStackPolicy))
                .operation(UpdateTerminationProtectionRequest.class, mapped(stacks::updateTerminationProtection))
                .operation(CreateChangeSetRequest.class, mapped(changeSets::createChangeSet))
                .operation(DescribeChangeSetRequest.class, mapped(changeSets::describeChangeSet))
                .operation(ExecuteChangeSetRequest.class, mapped(changeSets::executeChangeSet))
                .operation(DeleteChangeSetRequest.class, mapped(changeSets::deleteChangeSet))
                .operation(ListChangeSetsRequest.class, mapped(changeSets::listChangeSets))
                .operation(DescribeStacksRequest.class, mapped(queries::describeStacks))
                .operation(ListStacksRequest.class, mapped(queries::listStacks))
                .operation(DescribeStackEventsRequest.class, mapped(queries::describeStackEvents))
                .operation(DescribeStackResourceRequest.class, mapped(queries::describeStackResource))
                .operation(DescribeStackResourcesRequest.class, mapped(queries::describeStackResources))
                .operation(ListStackResourcesRequest.class, mapped(queries::listStackResources))
                .operation(ListExportsRequest.class, mapped(queries::listExports))
                .operation(ListImportsRequest.class, mapped(queries::listImports))
                .operation(ValidateTemplateRequest.class, mapped(templates::validateTemplate))
                .operation(GetTemplateRequest.class, mapped(templates::getTemplate))
                .operation(GetTemplateSummaryRequest.class, mapped(templates::getTemplateSummary))
                .build();
    }
}
