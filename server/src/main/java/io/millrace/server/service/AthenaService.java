package io.millrace.server.service;

import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.WorkGroupOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.athena.model.BatchGetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsRequest;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;

/** Athena on the wire. */
final class AthenaService {
    /** A statement may have 262,144 characters (Athena API, QueryString), each of up to six bytes as JSON writes it. */
    private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    private AthenaService() {}

    static ServiceDefinition of(QueryOperations queries, WorkGroupOperations workGroups) {
        return ServiceDefinition.builder("athena")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(StartQueryExecutionRequest.class, queries::startQueryExecution)
                .operation(GetQueryExecutionRequest.class, queries::getQueryExecution)
                .operation(BatchGetQueryExecutionRequest.class, queries::batchGetQueryExecution)
                .operation(GetQueryResultsRequest.class, queries::getQueryResults)
                .operation(StopQueryExecutionRequest.class, queries::stopQueryExecution)
                .operation(ListQueryExecutionsRequest.class, queries::listQueryExecutions)
                .operation(GetWorkGroupRequest.class, workGroups::getWorkGroup)
                .operation(ListWorkGroupsRequest.class, workGroups::listWorkGroups)
                .build();
    }
}
