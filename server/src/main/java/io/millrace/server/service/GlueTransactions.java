package io.millrace.server.service;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.PartitionOperations;
import io.millrace.server.wire.ServiceException;
import io.millrace.server.wire.TransactionRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;

/** Which of Glue's operations can be parts of one transaction: the changes of what the catalog's store keeps. */
final class GlueTransactions {
    private static final Set<String> OPERATIONS = Set.of(
            "CreateDatabase",
            "UpdateDatabase",
            "DeleteDatabase",
            "CreateTable",
            "UpdateTable",
            "DeleteTable",
            "BatchDeleteTable",
            "DeleteTableVersion",
            "BatchDeleteTableVersion",
            "CreatePartition",
            "UpdatePartition",
            "DeletePartition",
            "BatchCreatePartition",
            "BatchUpdatePartition",
            "BatchDeletePartition",
            "BeginBatch",
            "CommitBatch",
            "AbandonBatch",
            "UpdateColumnStatisticsForTable",
            "DeleteColumnStatisticsForTable",
            "UpdateColumnStatisticsForPartition",
            "DeleteColumnStatisticsForPartition");

    private GlueTransactions() {}

    static TransactionRules rules(GlueOperations operations) {
        return new TransactionRules(
                operations.store()::transact,
                OPERATIONS,
                GlueTransactions::admit,
                Map.of(
                        "ExpectedLocation",
                        (request, expected) -> requireLocation(operations.partitions(), request, expected)));
    }

    /** What writes to the object store cannot be undone with the transaction. */
    private static void admit(SdkPojo request) {
        if (request instanceof CreateTableRequest create && create.openTableFormatInput() != null) {
            throw new ServiceException(
                    "ValidationException",
                    400,
                    "CreateTable with OpenTableFormatInput cannot be part of a transaction: it writes the table's first metadata file.");
        }
    }

    /** Partitions have no version, so where their files are stands for it. */
    private static void requireLocation(PartitionOperations partitions, SdkPojo request, String expected) {
        GetPartitionRequest wanted;
        if (request instanceof UpdatePartitionRequest update) {
            wanted = wanted(update.databaseName(), update.tableName(), update.partitionValueList());
        } else if (request instanceof DeletePartitionRequest delete) {
            wanted = wanted(delete.databaseName(), delete.tableName(), delete.partitionValues());
        } else {
            throw new ServiceException(
                    "ValidationException", 400, "ExpectedLocation goes with UpdatePartition or DeletePartition only.");
        }
        @Nullable
        StorageDescriptor current = partitions.getPartition(wanted).partition().storageDescriptor();
        String location = current == null || current.location() == null ? "" : current.location();
        if (!location.equals(expected)) {
            throw new CatalogException(
                    CatalogErrorCode.CONCURRENT_MODIFICATION,
                    "The partition is not at '%s'."
                            .formatted(expected)); // where it is, the caller may not be allowed to read
        }
    }

    private static GetPartitionRequest wanted(String database, String table, List<String> values) {
        return GetPartitionRequest.builder()
                .databaseName(database)
                .tableName(table)
                .partitionValues(values)
                .build();
    }
}
