package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionFailureEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Glue's operations on many partitions of a table. Each call is one transaction: what it can do it does, and it names the
 * partitions that it could not. Thread-safe.
 */
public final class PartitionBatchOperations {
    /** Glue API, BatchCreatePartition: PartitionInputList. */
    static final int BATCH_CREATE_PARTITION_MAX_ENTRIES = 100;

    /** Glue API, BatchGetPartition: PartitionsToGet. */
    static final int BATCH_GET_PARTITION_MAX_ENTRIES = 1000;

    /** Glue API, BatchUpdatePartition: Entries. */
    static final int BATCH_UPDATE_PARTITION_MAX_ENTRIES = 100;

    /** Glue API, BatchDeletePartition: PartitionsToDelete. */
    static final int BATCH_DELETE_PARTITION_MAX_ENTRIES = 25;

    private final CatalogStore store;
    private final InstantSource clock;

    /** Operations on a store. */
    public PartitionBatchOperations(CatalogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** BatchCreatePartition. */
    public BatchCreatePartitionResponse batchCreatePartition(BatchCreatePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(
                request.partitionInputList(), BATCH_CREATE_PARTITION_MAX_ENTRIES, "partitionInputList");
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<PartitionError> errors = new ArrayList<>();
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            List<Partition> valid = new ArrayList<>();
            for (PartitionInput input : request.partitionInputList()) {
                try {
                    valid.add(PartitionDefinitions.created(table, input, now));
                } catch (CatalogException e) {
                    errors.add(error(input.values(), e));
                }
            }
            for (Partition taken : tx.partitions().insertAll(valid)) {
                errors.add(error(taken.values(), PartitionOperations.exists()));
            }
            return table;
        });
        return BatchCreatePartitionResponse.builder().errors(errors).build();
    }

    /** BatchGetPartition: those that exist. */
    public BatchGetPartitionResponse batchGetPartition(BatchGetPartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(request.partitionsToGet(), BATCH_GET_PARTITION_MAX_ENTRIES, "partitionsToGet");
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        List<Partition> found = store.read(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            List<Partition> partitions = new ArrayList<>();
            for (PartitionValueList wanted : request.partitionsToGet()) {
                PartitionDefinitions.requireValues(table, wanted.values());
                tx.partitions().find(database, tableName, wanted.values()).ifPresent(partitions::add);
            }
            return partitions;
        });
        return BatchGetPartitionResponse.builder()
                .partitions(found)
                .unprocessedKeys(List.of())
                .build();
    }

    /** BatchUpdatePartition. */
    public BatchUpdatePartitionResponse batchUpdatePartition(BatchUpdatePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(request.entries(), BATCH_UPDATE_PARTITION_MAX_ENTRIES, "entries");
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        List<BatchUpdatePartitionFailureEntry> errors = new ArrayList<>();
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            for (BatchUpdatePartitionRequestEntry entry : request.entries()) {
                try {
                    PartitionOperations.update(tx, table, entry.partitionValueList(), entry.partitionInput());
                } catch (CatalogException e) {
                    errors.add(BatchUpdatePartitionFailureEntry.builder()
                            .partitionValueList(entry.partitionValueList())
                            .errorDetail(MetadataRequests.detail(e))
                            .build());
                }
            }
            return table;
        });
        return BatchUpdatePartitionResponse.builder().errors(errors).build();
    }

    /** BatchDeletePartition. */
    public BatchDeletePartitionResponse batchDeletePartition(BatchDeletePartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(
                request.partitionsToDelete(), BATCH_DELETE_PARTITION_MAX_ENTRIES, "partitionsToDelete");
        String database = MetadataRequests.name(request.databaseName());
        String tableName = MetadataRequests.name(request.tableName());
        List<PartitionError> errors = new ArrayList<>();
        store.write(tx -> {
            Table table = MetadataRequests.loadTable(tx, database, tableName);
            for (PartitionValueList unwanted : request.partitionsToDelete()) {
                try {
                    PartitionOperations.delete(tx, table, unwanted.values());
                } catch (CatalogException e) {
                    errors.add(error(unwanted.values(), e));
                }
            }
            return table;
        });
        return BatchDeletePartitionResponse.builder().errors(errors).build();
    }

    private static PartitionError error(List<String> values, CatalogException error) {
        return PartitionError.builder()
                .partitionValues(values)
                .errorDetail(MetadataRequests.detail(error))
                .build();
    }
}
