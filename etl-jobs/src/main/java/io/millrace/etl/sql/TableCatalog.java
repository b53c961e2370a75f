package io.millrace.etl.sql;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Where statements find their tables. Names are lower case. Implementations are thread-safe. */
public interface TableCatalog {
    /** Whether the database exists. */
    boolean databaseExists(String database);

    /** The table, or empty when it or its database does not exist. */
    Optional<Table> findTable(String database, String table);

    /** All partitions of the table; empty for an unpartitioned one. */
    List<Partition> listPartitions(String database, String table);
}
