package io.millrace.server.service;

import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.glue.model.BatchDeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.DeleteClassifierRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.GetCatalogImportStatusRequest;
import software.amazon.awssdk.services.glue.model.GetClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetClassifiersRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionsRequest;
import software.amazon.awssdk.services.glue.model.GetDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePoliciesRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsRequest;
import software.amazon.awssdk.services.glue.model.PutDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.TagResourceRequest;
import software.amazon.awssdk.services.glue.model.UntagResourceRequest;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateConnectionRequest;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionRequest;

/** Glue's operations on the catalog's smaller entities, on the wire. */
final class GlueEntityService {
    private GlueEntityService() {}

    static void add(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        addStatistics(glue, operations);
        addFunctions(glue, operations);
        addConnections(glue, operations);
        addClassifiers(glue, operations);
        addSearchAndTags(glue, operations);
        addSettings(glue, operations);
    }

    private static void addStatistics(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(GetColumnStatisticsForTableRequest.class, operations.statistics()::getColumnStatisticsForTable)
                .operation(
                        UpdateColumnStatisticsForTableRequest.class,
                        operations.statistics()::updateColumnStatisticsForTable)
                .operation(
                        DeleteColumnStatisticsForTableRequest.class,
                        operations.statistics()::deleteColumnStatisticsForTable)
                .operation(
                        GetColumnStatisticsForPartitionRequest.class,
                        operations.statistics()::getColumnStatisticsForPartition)
                .operation(
                        UpdateColumnStatisticsForPartitionRequest.class,
                        operations.statistics()::updateColumnStatisticsForPartition)
                .operation(
                        DeleteColumnStatisticsForPartitionRequest.class,
                        operations.statistics()::deleteColumnStatisticsForPartition);
    }

    private static void addFunctions(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(CreateUserDefinedFunctionRequest.class, operations.functions()::createUserDefinedFunction)
                .operation(GetUserDefinedFunctionRequest.class, operations.functions()::getUserDefinedFunction)
                .operation(GetUserDefinedFunctionsRequest.class, operations.functions()::getUserDefinedFunctions)
                .operation(UpdateUserDefinedFunctionRequest.class, operations.functions()::updateUserDefinedFunction)
                .operation(DeleteUserDefinedFunctionRequest.class, operations.functions()::deleteUserDefinedFunction);
    }

    private static void addConnections(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(CreateConnectionRequest.class, operations.connections()::createConnection)
                .operation(GetConnectionRequest.class, operations.connections()::getConnection)
                .operation(GetConnectionsRequest.class, operations.connections()::getConnections)
                .operation(UpdateConnectionRequest.class, operations.connections()::updateConnection)
                .operation(DeleteConnectionRequest.class, operations.connections()::deleteConnection)
                .operation(BatchDeleteConnectionRequest.class, operations.connections()::batchDeleteConnection);
    }

    private static void addClassifiers(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(CreateClassifierRequest.class, operations.classifiers()::createClassifier)
                .operation(GetClassifierRequest.class, operations.classifiers()::getClassifier)
                .operation(GetClassifiersRequest.class, operations.classifiers()::getClassifiers)
                .operation(UpdateClassifierRequest.class, operations.classifiers()::updateClassifier)
                .operation(DeleteClassifierRequest.class, operations.classifiers()::deleteClassifier);
    }

    private static void addSearchAndTags(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(SearchTablesRequest.class, operations.search()::searchTables)
                .operation(TagResourceRequest.class, operations.tags()::tagResource)
                .operation(UntagResourceRequest.class, operations.tags()::untagResource)
                .operation(GetTagsRequest.class, operations.tags()::getTags);
    }

    private static void addSettings(ServiceDefinition.Builder glue, GlueEntityOperations operations) {
        glue.operation(GetCatalogImportStatusRequest.class, operations.encryption()::getCatalogImportStatus)
                .operation(
                        GetDataCatalogEncryptionSettingsRequest.class,
                        operations.encryption()::getDataCatalogEncryptionSettings)
                .operation(
                        PutDataCatalogEncryptionSettingsRequest.class,
                        operations.encryption()::putDataCatalogEncryptionSettings)
                .operation(PutResourcePolicyRequest.class, operations.policies()::putResourcePolicy)
                .operation(GetResourcePolicyRequest.class, operations.policies()::getResourcePolicy)
                .operation(GetResourcePoliciesRequest.class, operations.policies()::getResourcePolicies)
                .operation(DeleteResourcePolicyRequest.class, operations.policies()::deleteResourcePolicy);
    }
}
