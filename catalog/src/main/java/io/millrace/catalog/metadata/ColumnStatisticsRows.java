package io.millrace.catalog.metadata;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Where column statistics are kept: below their table or partition, with which they go, by the column's name, whose case does
 * not count.
 */
public final class ColumnStatisticsRows {
    private static final EntityKind<ColumnStatistics> KIND =
            EntityKind.ofSdk("column-statistics", ColumnStatistics.class, ColumnStatistics::builder);
    private static final int BATCH = 1000;

    private ColumnStatisticsRows() {}

    static String key(String columnName) {
        return columnName.toLowerCase(Locale.ROOT);
    }

    static Optional<ColumnStatistics> find(CatalogTransaction tx, List<String> path, String column) {
        return tx.entities().find(KIND, path, key(column));
    }

    static void put(CatalogTransaction tx, List<String> path, ColumnStatistics statistics) {
        String name = key(statistics.columnName());
        if (!tx.entities().update(KIND, path, name, statistics)) {
            tx.entities().insert(KIND, path, name, statistics);
        }
    }

    static void delete(CatalogTransaction tx, List<String> path, String column) {
        tx.entities().delete(KIND, path, key(column));
    }

    /** After a change of the table: removes the statistics of its columns that are there no more. Partitions keep theirs. */
    public static void dropMissing(CatalogTransaction tx, Table table) {
        List<String> path = EntityPath.table(table.databaseName(), table.name());
        Set<String> columns = columns(table);
        String after = "";
        List<ColumnStatistics> kept = tx.entities().list(KIND, path, after, BATCH);
        while (!kept.isEmpty()) {
            for (ColumnStatistics statistics : kept) {
                after = key(statistics.columnName());
                if (!columns.contains(after)) {
                    tx.entities().delete(KIND, path, after);
                }
            }
            kept = tx.entities().list(KIND, path, after, BATCH);
        }
    }

    /** The keys of a table's columns. */
    static Set<String> columns(Table table) {
        Set<String> columns = columns(table.storageDescriptor());
        table.partitionKeys().forEach(column -> columns.add(key(column.name())));
        return columns;
    }

    /** The keys of a partition's columns: its own, and those of its table. */
    static Set<String> columns(Table table, Partition partition) {
        Set<String> columns = columns(table);
        columns.addAll(columns(partition.storageDescriptor()));
        return columns;
    }

    private static Set<String> columns(@Nullable StorageDescriptor descriptor) {
        Set<String> columns = new HashSet<>();
        if (descriptor != null) {
            descriptor.columns().forEach(column -> columns.add(key(column.name())));
        }
        return columns;
    }
}
