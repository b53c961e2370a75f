package io.millrace.catalog.store;

import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.PartitionExpression;

/**
 * Which partitions of a table are listed, and in which order.
 *
 * @param expression parsed for this table's keys
 * @param order the order of the table's keys by which partitions sort
 * @param segment the part of the table that is listed
 */
public record PartitionQuery(
        String database, String table, PartitionExpression expression, KeyOrder order, PartitionSegment segment) {}
