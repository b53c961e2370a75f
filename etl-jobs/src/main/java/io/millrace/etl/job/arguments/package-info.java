/** The arguments of a run, checked as far as that needs neither catalog nor files. */
@NullMarked
package io.millrace.etl.job.arguments;

import org.jspecify.annotations.NullMarked;
