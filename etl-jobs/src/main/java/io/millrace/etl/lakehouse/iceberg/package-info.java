/** Iceberg tables, planned by Iceberg's own library. Used through {@link io.millrace.etl.lakehouse.LakeTables}. */
@NullMarked
package io.millrace.etl.lakehouse.iceberg;

import org.jspecify.annotations.NullMarked;
