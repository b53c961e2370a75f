/** The output columns and partition keys of a run, resolved against its source: the one plan of both lanes. */
@NullMarked
package io.millrace.etl.job.projection;

import org.jspecify.annotations.NullMarked;
