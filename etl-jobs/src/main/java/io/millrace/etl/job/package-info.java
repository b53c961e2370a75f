/**
 * {@link io.millrace.etl.job.RawToParquetJob}: from a catalog table of raw files, or a query, to a partitioned Parquet table. The parts of a run are
 * the packages below, which depend on each other in one direction and never on this one (docs/decisions/0258).
 */
@NullMarked
package io.millrace.etl.job;

import org.jspecify.annotations.NullMarked;
