package io.millrace.etl.job.catalog;

import io.millrace.etl.lakehouse.LakeSnapshot;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What a job reads of the Data Catalog. */
public interface SourceCatalog {
    /** The table. @throws JobFailureException if there is none */
    Table loadTable(String database, String table);

    /**
     * What a table holds whose own metadata, not its folders, say it; empty for others.
     *
     * @throws JobFailureException if the metadata cannot be followed
     */
    default Optional<LakeSnapshot> findSnapshot(Table table) {
        return Optional.empty();
    }

    /** All partitions of a table; empty when it has none or is not partitioned. */
    List<Partition> listPartitions(String database, String table);
}
