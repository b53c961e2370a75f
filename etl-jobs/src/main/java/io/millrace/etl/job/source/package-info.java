/** What a run reads: the table as the catalog describes it, and the objects below its folders that are its rows. */
@NullMarked
package io.millrace.etl.job.source;

import org.jspecify.annotations.NullMarked;
