/** Tables and partitions of source and target, and the states of other runs, through the Glue API. */
@NullMarked
package io.millrace.etl.job.catalog;

import org.jspecify.annotations.NullMarked;
