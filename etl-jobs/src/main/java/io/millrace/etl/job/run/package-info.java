/** What every run has, whatever kind of table it writes: plan, inputs, result. */
@NullMarked
package io.millrace.etl.job.run;

import org.jspecify.annotations.NullMarked;
