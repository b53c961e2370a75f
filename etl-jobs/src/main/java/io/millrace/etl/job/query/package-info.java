/** The query of {@code --sql}: its tables replaced by rows of the catalog's tables, checked before anything is written (docs/decisions/0228). */
@NullMarked
package io.millrace.etl.job.query;

import org.jspecify.annotations.NullMarked;
