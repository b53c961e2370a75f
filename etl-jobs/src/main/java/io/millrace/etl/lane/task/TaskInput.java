package io.millrace.etl.lane.task;

import java.io.Serializable;
import java.util.List;

/**
 * What one task reads, one part after another.
 *
 * @param number the task's, from 0; the names of its files derive from it
 * @param parts in order
 */
public record TaskInput(int number, List<InputPart> parts) implements Serializable {
    /** Copies the list. */
    public TaskInput {
        parts = List.copyOf(parts);
    }

    /** The bytes of all parts, as they are stored. */
    public long bytes() {
        return parts.stream().mapToLong(InputPart::bytes).sum();
    }
}
