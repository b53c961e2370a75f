package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.ColumnError;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsError;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableResponse;

/**
 * Glue's operations on column statistics of tables and of partitions. Batches do what they can and name the rest: a column that
 * is not there or has no statistics is an {@code EntityNotFoundException} of its own in {@code Errors}. Thread-safe.
 */
public final class ColumnStatisticsOperations {
    /** Glue API, GetColumnStatisticsForTable and GetColumnStatisticsForPartition: ColumnNames. */
    static final int GET_COLUMN_STATISTICS_MAX_NAMES = 100;

    /** Glue API, UpdateColumnStatisticsForTable and UpdateColumnStatisticsForPartition: ColumnStatisticsList. */
    static final int UPDATE_COLUMN_STATISTICS_MAX_ENTRIES = 25;

    private final CatalogStore store;

    /** Operations on a store. */
    public ColumnStatisticsOperations(CatalogStore store) {
        this.store = store;
    }

    /** GetColumnStatisticsForTable. */
    public GetColumnStatisticsForTableResponse getColumnStatisticsForTable(GetColumnStatisticsForTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        Found found = store.read(
                tx -> find(tx, table(tx, request.databaseName(), request.tableName()), request.columnNames()));
        return GetColumnStatisticsForTableResponse.builder()
                .columnStatisticsList(found.statistics())
                .errors(found.errors())
                .build();
    }

    /** GetColumnStatisticsForPartition. */
    public GetColumnStatisticsForPartitionResponse getColumnStatisticsForPartition(
            GetColumnStatisticsForPartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        Found found = store.read(tx -> find(
                tx,
                partition(tx, request.databaseName(), request.tableName(), request.partitionValues()),
                request.columnNames()));
        return GetColumnStatisticsForPartitionResponse.builder()
                .columnStatisticsList(found.statistics())
                .errors(found.errors())
                .build();
    }

    /** UpdateColumnStatisticsForTable: adds or replaces. */
    public UpdateColumnStatisticsForTableResponse updateColumnStatisticsForTable(
            UpdateColumnStatisticsForTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        List<ColumnStatisticsError> errors = store.write(tx ->
                update(tx, table(tx, request.databaseName(), request.tableName()), request.columnStatisticsList()));
        return UpdateColumnStatisticsForTableResponse.builder().errors(errors).build();
    }

    /** UpdateColumnStatisticsForPartition: adds or replaces. */
    public UpdateColumnStatisticsForPartitionResponse updateColumnStatisticsForPartition(
            UpdateColumnStatisticsForPartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        List<ColumnStatisticsError> errors = store.write(tx -> update(
                tx,
                partition(tx, request.databaseName(), request.tableName(), request.partitionValues()),
                request.columnStatisticsList()));
        return UpdateColumnStatisticsForPartitionResponse.builder()
                .errors(errors)
                .build();
    }

    /** DeleteColumnStatisticsForTable; no error if there are none. */
    public DeleteColumnStatisticsForTableResponse deleteColumnStatisticsForTable(
            DeleteColumnStatisticsForTableRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        store.write(tx -> delete(tx, table(tx, request.databaseName(), request.tableName()), request.columnName()));
        return DeleteColumnStatisticsForTableResponse.builder().build();
    }

    /** DeleteColumnStatisticsForPartition; no error if there are none. */
    public DeleteColumnStatisticsForPartitionResponse deleteColumnStatisticsForPartition(
            DeleteColumnStatisticsForPartitionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        store.write(tx -> delete(
                tx,
                partition(tx, request.databaseName(), request.tableName(), request.partitionValues()),
                request.columnName()));
        return DeleteColumnStatisticsForPartitionResponse.builder().build();
    }

    /** A table or a partition: where its statistics are, and the keys of the columns that it has. */
    private record Owner(List<String> path, Set<String> columns) {
        boolean has(String column) {
            return columns.contains(ColumnStatisticsRows.key(column));
        }
    }

    private record Found(List<ColumnStatistics> statistics, List<ColumnError> errors) {}

    private static Owner table(CatalogTransaction tx, String databaseName, String tableName) {
        Table table =
                MetadataRequests.loadTable(tx, MetadataRequests.name(databaseName), MetadataRequests.name(tableName));
        return new Owner(EntityPath.table(table.databaseName(), table.name()), ColumnStatisticsRows.columns(table));
    }

    private static Owner partition(CatalogTransaction tx, String databaseName, String tableName, List<String> values) {
        Table table =
                MetadataRequests.loadTable(tx, MetadataRequests.name(databaseName), MetadataRequests.name(tableName));
        PartitionDefinitions.requireValues(table, values);
        Partition partition = tx.partitions()
                .find(table.databaseName(), table.name(), values)
                .orElseThrow(() -> MetadataRequests.notFound("Cannot find partition."));
        return new Owner(
                EntityPath.partition(table.databaseName(), table.name(), values),
                ColumnStatisticsRows.columns(table, partition));
    }

    private static Found find(CatalogTransaction tx, Owner owner, List<String> columnNames) {
        MetadataRequests.requireAtMost(columnNames, GET_COLUMN_STATISTICS_MAX_NAMES, "columnNames");
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        for (String column : columnNames) {
            Optional<ColumnStatistics> statistics =
                    owner.has(column) ? ColumnStatisticsRows.find(tx, owner.path(), column) : Optional.empty();
            statistics.ifPresentOrElse(
                    found.statistics()::add,
                    () -> found.errors()
                            .add(ColumnError.builder()
                                    .columnName(column)
                                    .error(MetadataRequests.detail(MetadataRequests.notFound(
                                            "Statistics of column " + column + " not found.")))
                                    .build()));
        }
        return found;
    }

    private static List<ColumnStatisticsError> update(
            CatalogTransaction tx, Owner owner, List<ColumnStatistics> statistics) {
        MetadataRequests.requireAtMost(statistics, UPDATE_COLUMN_STATISTICS_MAX_ENTRIES, "columnStatisticsList");
        List<ColumnStatisticsError> errors = new ArrayList<>();
        for (ColumnStatistics one : statistics) {
            try {
                if (!owner.has(one.columnName())) {
                    throw MetadataRequests.notFound("Column " + one.columnName() + " not found.");
                }
                ColumnStatisticsChecks.check(one);
                ColumnStatisticsRows.put(tx, owner.path(), one);
            } catch (CatalogException e) {
                errors.add(ColumnStatisticsError.builder()
                        .columnStatistics(one)
                        .error(MetadataRequests.detail(e))
                        .build());
            }
        }
        return errors;
    }

    private static String delete(CatalogTransaction tx, Owner owner, String column) {
        ColumnStatisticsRows.delete(tx, owner.path(), column);
        return column;
    }
}
