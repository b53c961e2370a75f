package io.millrace.server.service;

import io.millrace.server.parameter.ParameterOperations;
import io.millrace.server.parameter.ParameterQueries;
import io.millrace.server.parameter.ParameterTagOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;

/** Systems Manager's Parameter Store on the wire. */
public final class ParameterService {
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private ParameterService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(
            ParameterOperations parameters, ParameterQueries queries, ParameterTagOperations tags) {
        return ServiceDefinition.builder("ssm")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operationWithContext(PutParameterRequest.class, parameters::putParameter)
                .operation(DeleteParameterRequest.class, parameters::deleteParameter)
                .operation(DeleteParametersRequest.class, parameters::deleteParameters)
                .operation(LabelParameterVersionRequest.class, parameters::labelParameterVersion)
                .operation(GetParameterRequest.class, queries::getParameter)
                .operation(GetParametersRequest.class, queries::getParameters)
                .operation(GetParametersByPathRequest.class, queries::getParametersByPath)
                .operation(GetParameterHistoryRequest.class, queries::getParameterHistory)
                .operation(DescribeParametersRequest.class, queries::describeParameters)
                .operation(AddTagsToResourceRequest.class, tags::addTagsToResource)
                .operation(RemoveTagsFromResourceRequest.class, tags::removeTagsFromResource)
                .operation(ListTagsForResourceRequest.class, tags::listTagsForResource)
                .build();
    }
}
