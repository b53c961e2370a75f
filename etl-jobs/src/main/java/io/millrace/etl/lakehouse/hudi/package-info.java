/** Hudi tables of type copy-on-write, by their timeline and listing. Used through {@link io.millrace.etl.lakehouse.LakeTables}. */
@NullMarked
package io.millrace.etl.lakehouse.hudi;

import org.jspecify.annotations.NullMarked;
