package io.millrace.etl.lane.task;

import java.io.Serializable;

/**
 * What became of rows.
 *
 * @param read rows of the input, rejected ones included
 * @param filtered left out by the condition
 * @param rejected that do not fit
 * @param written into the table's files
 */
public record TaskCounts(long read, long filtered, long rejected, long written) implements Serializable {
    /** Nothing. */
    public static final TaskCounts NONE = new TaskCounts(0, 0, 0, 0);

    /** Both. */
    public TaskCounts plus(TaskCounts other) {
        return new TaskCounts(
                read + other.read, filtered + other.filtered, rejected + other.rejected, written + other.written);
    }
}
