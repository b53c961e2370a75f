package io.millrace.etl.batch;

import java.util.List;
import java.util.Optional;

/**
 * How far a job is.
 *
 * @param version counts every change, from 0; what the next change must name
 * @param digest of the batches that count, in hexadecimal: equal states of one bookmark have equal digests, also after a reset
 * @param pending the batch that was begun and neither committed nor abandoned; there is at most one
 * @param dropped batches that a reset took back: their objects are to be hidden and removed with the next commit
 */
public record BookmarkState(long version, String digest, Optional<PendingBatch> pending, List<String> dropped) {
    /** Copies the list. */
    public BookmarkState {
        dropped = List.copyOf(dropped);
    }

    /**
     * A batch under way.
     *
     * @param id see {@link BatchId}
     * @param runId the run that began it
     */
    public record PendingBatch(String id, String runId) {}
}
