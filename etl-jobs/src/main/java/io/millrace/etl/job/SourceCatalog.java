package io.millrace.etl.job;

import java.util.List;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What a job reads of the Data Catalog. */
public interface SourceCatalog {
    /** The table. @throws JobFailureException if there is none */
    Table loadTable(String database, String table);

    /** All partitions of a table; empty when it has none or is not partitioned. */
    List<Partition> listPartitions(String database, String table);
}
