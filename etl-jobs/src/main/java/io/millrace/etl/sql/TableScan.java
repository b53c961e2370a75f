package io.millrace.etl.sql;

import java.util.List;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * One place in a statement that reads a table.
 *
 * @param view the name of the DuckDB view that stands for it
 * @param alias the name that conditions may qualify columns with
 * @param table the catalog's table
 * @param partitionConditions what partitions must satisfy, rendered for DuckDB over columns named like the partition keys
 */
record TableScan(String view, String alias, Table table, List<String> partitionConditions) {
    TableScan {
        partitionConditions = List.copyOf(partitionConditions);
    }
}
