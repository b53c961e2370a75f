package io.millrace.catalog.store;

import java.util.List;

/** Partition indexes of tables. They follow every change of the table's partitions, and go with the table. */
public interface PartitionIndexRows {
    /** The table's indexes in order of their names; none if there is no such table. */
    List<PartitionIndex> list(String database, String table);

    /**
     * Adds an index with the partitions that exist; false, and nothing changed, if the name is taken. The table must exist.
     */
    boolean insert(String database, String table, PartitionIndex index);

    /** Removes the index; false if there is none. */
    boolean delete(String database, String table, String name);
}
