package io.millrace.etl.job;

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
record LaneTask(
        SourceTable source,
        Projection projection,
        List<SourceObject> inputs,
        JobArguments arguments,
        BatchOutput output) {
    LaneTask {
        inputs = List.copyOf(inputs);
    }
}
