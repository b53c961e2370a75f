/** The two ways in which a run's rows are written, and the choice between them. */
@NullMarked
package io.millrace.etl.job.lanes;

import org.jspecify.annotations.NullMarked;
