package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.TableName;
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
record TableState(Optional<Table> table, List<Partition> partitions) {
    TableState {
        partitions = List.copyOf(partitions);
    }

    static TableState read(TargetCatalog catalog, TableName name) {
        Optional<Table> table = catalog.findTable(name.database(), name.name());
        boolean partitioned =
                table.filter(found -> !found.partitionKeys().isEmpty()).isPresent();
        return new TableState(table, partitioned ? catalog.listPartitions(name.database(), name.name()) : List.of());
    }
}
