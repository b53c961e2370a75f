/** Batches of a job's input: what was processed, what is under way, and how a batch becomes visible in one step (docs/decisions/0149). */
@NullMarked
package io.millrace.etl.batch;

import org.jspecify.annotations.NullMarked;
