package io.millrace.etl.job.catalog;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** What a job changes in the Data Catalog. No call is atomic with another; each may be repeated. */
public interface TargetCatalog {
    /** Makes sure that the database exists. */
    void ensureDatabase(String database);

    /** The table, if it exists. */
    Optional<Table> findTable(String database, String table);

    /** Creates the table. */
    void createTable(String database, TableInput table);

    /** Replaces the definition that {@code current} is; fails if somebody else changed it since. */
    void updateTable(String database, Table current, TableInput table);

    /** All partitions of a table. */
    List<Partition> listPartitions(String database, String table);

    /** Adds partitions. One that exists already, because another client was faster, is fine. */
    void createPartitions(String database, String table, List<PartitionInput> partitions);

    /** Replaces the definition of partitions that exist. */
    void updatePartitions(String database, String table, List<PartitionInput> partitions);

    /** Removes partitions by their values. One that is gone already is fine. */
    void deletePartitions(String database, String table, List<List<String>> values);
}
