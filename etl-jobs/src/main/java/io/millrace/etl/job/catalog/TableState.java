package io.millrace.etl.job.catalog;

import io.millrace.etl.job.arguments.JobArguments.TableName;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The target as the catalog had it at one moment. The table is read before its partitions: a commit changes both in one transaction, so that a write
 * that names the table's version fails if the partitions were of a later state.
 *
 * @param table empty if there is none yet
 */
public record TableState(Optional<Table> table, List<Partition> partitions) {
    public TableState {
        partitions = List.copyOf(partitions);
    }

    public static TableState read(TargetCatalog catalog, TableName name) {
        Optional<Table> table = catalog.findTable(name.database(), name.name());
        boolean partitioned =
                table.filter(found -> !found.partitionKeys().isEmpty()).isPresent();
        return new TableState(table, partitioned ? catalog.listPartitions(name.database(), name.name()) : List.of());
    }

    /** Whether the catalog says of a table that it is Iceberg's. */
    public static boolean isIceberg(Table table) {
        return "ICEBERG".equalsIgnoreCase(table.parameters().get("table_type"));
    }
}
