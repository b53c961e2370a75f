package io.millrace.server.service;

import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.athena.model.BatchGetNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.BatchGetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.CreateNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.DeleteNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.DeleteWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.GetDataCatalogRequest;
import software.amazon.awssdk.services.athena.model.GetDatabaseRequest;
import software.amazon.awssdk.services.athena.model.GetNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetTableMetadataRequest;
import software.amazon.awssdk.services.athena.model.GetWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.ListDataCatalogsRequest;
import software.amazon.awssdk.services.athena.model.ListDatabasesRequest;
import software.amazon.awssdk.services.athena.model.ListNamedQueriesRequest;
import software.amazon.awssdk.services.athena.model.ListQueryExecutionsRequest;
import software.amazon.awssdk.services.athena.model.ListTableMetadataRequest;
import software.amazon.awssdk.services.athena.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.TagResourceRequest;
import software.amazon.awssdk.services.athena.model.UntagResourceRequest;
import software.amazon.awssdk.services.athena.model.UpdateNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupRequest;

/** Athena on the wire. */
final class AthenaService {
    /** A statement may have 262,144 characters (Athena API, QueryString), each of up to six bytes as JSON writes it. */
    private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    private AthenaService() {}

    static ServiceDefinition of(AthenaFamily family) {
        return ServiceDefinition.builder("athena")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(StartQueryExecutionRequest.class, family.queries()::startQueryExecution)
                .operation(GetQueryExecutionRequest.class, family.queries()::getQueryExecution)
                .operation(BatchGetQueryExecutionRequest.class, family.queries()::batchGetQueryExecution)
                .operation(GetQueryResultsRequest.class, family.queries()::getQueryResults)
                .operation(StopQueryExecutionRequest.class, family.queries()::stopQueryExecution)
                .operation(ListQueryExecutionsRequest.class, family.queries()::listQueryExecutions)
                .operation(CreateWorkGroupRequest.class, family.workGroups()::createWorkGroup)
                .operation(GetWorkGroupRequest.class, family.workGroups()::getWorkGroup)
                .operation(ListWorkGroupsRequest.class, family.workGroups()::listWorkGroups)
                .operation(UpdateWorkGroupRequest.class, family.workGroups()::updateWorkGroup)
                .operation(DeleteWorkGroupRequest.class, family.workGroups()::deleteWorkGroup)
                .operation(CreateNamedQueryRequest.class, family.namedQueries()::createNamedQuery)
                .operation(GetNamedQueryRequest.class, family.namedQueries()::getNamedQuery)
                .operation(BatchGetNamedQueryRequest.class, family.namedQueries()::batchGetNamedQuery)
                .operation(ListNamedQueriesRequest.class, family.namedQueries()::listNamedQueries)
                .operation(UpdateNamedQueryRequest.class, family.namedQueries()::updateNamedQuery)
                .operation(DeleteNamedQueryRequest.class, family.namedQueries()::deleteNamedQuery)
                .operation(TagResourceRequest.class, family.tags()::tagResource)
                .operation(UntagResourceRequest.class, family.tags()::untagResource)
                .operation(ListTagsForResourceRequest.class, family.tags()::listTagsForResource)
                .operation(ListDataCatalogsRequest.class, family.metadata()::listDataCatalogs)
                .operation(GetDataCatalogRequest.class, family.metadata()::getDataCatalog)
                .operation(ListDatabasesRequest.class, family.metadata()::listDatabases)
                .operation(GetDatabaseRequest.class, family.metadata()::getDatabase)
                .operation(ListTableMetadataRequest.class, family.metadata()::listTableMetadata)
                .operation(GetTableMetadataRequest.class, family.metadata()::getTableMetadata)
                .build();
    }
}
