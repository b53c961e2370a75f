package io.millrace.catalog.store;

import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.PartitionExpression;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Partition;

/** Partitions of a table by their values, which are compared as they are, case included. */
public interface PartitionRows {
    /** The partition, or empty. */
    Optional<Partition> find(String database, String table, List<String> values);

    /**
     * Up to {@code limit} partitions in order of their values (key by key, each as its type sorts), after {@code afterValues}
     * (empty for the start), whose values satisfy {@code filter}. Visits all keys.
     */
    List<Partition> list(
            String database, String table, Predicate<List<String>> filter, List<String> afterValues, int limit);

    /**
     * The order in which {@link #list(PartitionQuery, List, int)} has least to visit for an expression: the table's own, or that
     * of one of its partition indexes.
     */
    KeyOrder bestOrder(String database, String table, PartitionExpression expression);

    /**
     * Up to {@code limit} partitions that the query selects, in its order, after {@code afterValues} (empty for the start). What
     * cannot match is jumped over, and what does not match is not read. An order whose index is gone visits all keys.
     */
    List<Partition> list(PartitionQuery query, List<String> afterValues, int limit);

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
     * The same for many that are mostly alike, which takes a fraction of the time.
     *
     * @return the values of the partitions that were left out, in order
     */
    List<List<String>> insertAll(PartitionSeries series);

    /**
     * Replaces the partition that has {@code values}; false if there is none. The new one may have other values, which must be
     * free.
     */
    boolean update(List<String> values, Partition partition);

    /** Removes the partition; false if there is none. */
    boolean delete(String database, String table, List<String> values);
}
