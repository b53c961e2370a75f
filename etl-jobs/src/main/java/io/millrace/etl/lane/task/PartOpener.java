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
     * @param columns of the batches that the reader fills; a batch may have {@link io.millrace.etl.lane.RowOrigins} behind them
     * @param rejected takes rows that do not fit
     * @param progress hears of the bytes
     */
    BatchReader open(InputPart part, List<LaneColumn> columns, RejectedRows rejected, TaskProgress progress)
            throws IOException;

    /** Counts the lines before a part, which takes reading them. */
    long linesBefore(InputPart part) throws IOException;

    /**
     * Where a file that is {@link InputFile.Shape#CUT_AT_LINES} is to be cut.
     *
     * @param places where the planner would like to
     * @return rising places inside the file; by default those that are wished for
     */
    default List<Long> cuts(InputFile file, List<Long> places) throws IOException {
        return places;
    }

    /** How the object can be read, by its name. */
    InputFile.Shape shape(String uri);
}
