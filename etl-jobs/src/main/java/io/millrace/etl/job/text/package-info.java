/** Tables of CSV and JSON lines, opened for the one parser that both lanes have. */
@NullMarked
package io.millrace.etl.job.text;

import org.jspecify.annotations.NullMarked;
