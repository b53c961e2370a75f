/**
 * {@link io.millrace.etl.job.RawToParquetJob} and its parts: from a catalog table of raw files to a partitioned Parquet table.
 * The catalog is reached through {@link io.millrace.etl.job.SourceCatalog} and {@link io.millrace.etl.job.TargetCatalog}, which
 * the Glue API implements.
 */
@NullMarked
package io.millrace.etl.job;

import org.jspecify.annotations.NullMarked;
