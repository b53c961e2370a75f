package io.millrace.catalog.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Partition;

/** Partitions of a table by their values, which are compared as they are, case included. */
public interface PartitionRows {
    /** The partition, or empty. */
    Optional<Partition> find(String database, String table, List<String> values);

    /**
     * Up to {@code limit} partitions in order of their values, after {@code afterValues} (empty for the start), whose values
     * satisfy {@code filter}.
     */
    List<Partition> list(
            String database, String table, Predicate<List<String>> filter, List<String> afterValues, int limit);

    /** Adds a partition; false, and nothing changed, if one with these values exists. The table must exist. */
    boolean insert(Partition partition);

    /**
     * Adds partitions of one or more tables, which must exist, leaving out those whose values are taken (also by an earlier one
     * of the list).
     *
     * @return the partitions that were left out, in order
     */
    List<Partition> insertAll(List<Partition> partitions);

    /**
     * Replaces the partition that has {@code values}; false if there is none. The new one may have other values, which must be
     * free.
     */
    boolean update(List<String> values, Partition partition);

    /** Removes the partition; false if there is none. */
    boolean delete(String database, String table, List<String> values);
}
