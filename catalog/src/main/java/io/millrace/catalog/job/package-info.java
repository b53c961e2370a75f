/**
 * Glue jobs and their runs: definitions, states, attempts and limits; the process itself is behind {@link
 * io.millrace.catalog.job.JobRunLauncher}. Used by the server, which launches the processes, and by triggers.
 */
@NullMarked
package io.millrace.catalog.job;

import org.jspecify.annotations.NullMarked;
