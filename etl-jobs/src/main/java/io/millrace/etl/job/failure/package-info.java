/** How a run ends whose reason its user can act on, and that reason in the failures of Spark. Used by all packages of the job. */
@NullMarked
package io.millrace.etl.job.failure;

import org.jspecify.annotations.NullMarked;
