/**
 * Partition filters: the expressions of GetPartitions, parsed into a small tree of their own, typed by the table's partition
 * keys, and evaluated over partition values. Used by the metadata operations, and by whoever prunes partitions.
 */
@NullMarked
package io.millrace.catalog.expression;

import org.jspecify.annotations.NullMarked;
