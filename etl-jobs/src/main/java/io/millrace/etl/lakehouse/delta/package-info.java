/** Delta Lake tables, planned by Delta Kernel over an engine that reads S3 and, with DuckDB, Parquet checkpoints. Used through {@link io.millrace.etl.lakehouse.LakeTables}. */
@NullMarked
package io.millrace.etl.lakehouse.delta;

import org.jspecify.annotations.NullMarked;
