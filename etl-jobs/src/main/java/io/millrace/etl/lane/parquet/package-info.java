/**
 * Vectors to Parquet files, one folder a partition. The values of a column are encoded here, into the same pages that parquet-java
 * makes; file layout, indexes and footer are parquet-java's (docs/decisions/0156). Used by the lane's tasks.
 */
@NullMarked
package io.millrace.etl.lane.parquet;

import org.jspecify.annotations.NullMarked;
