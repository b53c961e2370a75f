package io.millrace.etl.job.lanes;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import java.util.List;

/**
 * What a lane is to do.
 *
 * @param source the table, for format, columns and parameters; which of its objects are to be read say the inputs
 * @param projection what to write
 * @param inputs exactly the objects to read, ordered by URI; never empty
 * @param arguments compression, treatment of bad rows and the like
 * @param output where the files go, and how they become visible
 */
public record LaneTask(
        SourceTable source,
        Projection projection,
        List<SourceObject> inputs,
        JobArguments arguments,
        BatchOutput output) {
    public LaneTask {
        inputs = List.copyOf(inputs);
    }
}
