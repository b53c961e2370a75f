/** Runs into Iceberg tables, through Iceberg's own catalog for Glue (docs/decisions/0179, 0190). */
@NullMarked
package io.millrace.etl.job.iceberg;

import org.jspecify.annotations.NullMarked;
