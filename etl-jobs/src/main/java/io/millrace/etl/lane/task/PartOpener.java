package io.millrace.etl.lane.task;

import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Opens parts of the input. Sent to the tasks. */
public interface PartOpener extends Serializable {
    /**
     * The part's rows.
     *
     * @param columns of the batches that the reader fills
     * @param rejected takes rows that do not fit
     * @param progress hears of the bytes
     */
    BatchReader open(InputPart part, List<LaneColumn> columns, RejectedRows rejected, TaskProgress progress)
            throws IOException;
}
