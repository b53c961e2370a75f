package io.millrace.etl.batch;

import java.util.List;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/**
 * The bookmarks of jobs, kept in the Data Catalog's own store so that they change together with tables and partitions. Every
 * change names the version that it saw; of two that name the same one, one fails. A change whose answer was lost is looked up; where that
 * fails, too, it is an {@link UnknownOutcomeException}: then the change may have been made, and no object may be deleted.
 */
public interface BatchCatalog {
    /** How far the job is; version 0 if it never ran. */
    BookmarkState state(BookmarkKey key);

    /**
     * What of {@code candidates} was not processed yet, and what was, but in another state (ETag or size).
     *
     * @param candidates any number; sent in parts
     */
    Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates);

    /** Objects never seen, and objects that were processed before somebody wrote them anew; both in the candidates' order. */
    record Unprocessed(List<InputObject> fresh, List<InputObject> rewritten) {
        /** Copies the lists. */
        public Unprocessed {
            fresh = List.copyOf(fresh);
            rewritten = List.copyOf(rewritten);
        }
    }

    /**
     * What of {@code candidates} the job's runs read after the run {@code range.after()} and up to {@code range.upTo()}, whichever tables they
     * wrote; told in the candidates' order.
     *
     * @param candidates any number; sent in parts
     * @throws IllegalArgumentException with a sentence for the user, if the bookmarks do not know such a range
     */
    Processed processed(BookmarkKey key, RunRange range, List<InputObject> candidates);

    /**
     * Two runs of a job.
     *
     * @param after the last run whose inputs are left out
     * @param upTo the last run whose inputs are meant
     */
    record RunRange(String after, String upTo) {}

    /**
     * The inputs of a range of runs.
     *
     * @param unchanged objects that are as they were read
     * @param rewritten objects that somebody wrote anew since
     * @param tableBatches how many of the runs' batches are in the bookmark's own table
     * @param otherBatches how many of the job's other batches have rows there
     */
    record Processed(List<InputObject> unchanged, List<InputObject> rewritten, long tableBatches, long otherBatches) {
        /** Copies the lists. */
        public Processed {
            unchanged = List.copyOf(unchanged);
            rewritten = List.copyOf(rewritten);
        }
    }

    /**
     * Begins a batch: from now on its objects may appear in the table's folders. The catalog writes (which make readers leave
     * the batch's objects out) happen in the same transaction.
     *
     * @param batchId see {@link BatchId#of(BookmarkKey, BookmarkState, String, List)}; a name that the bookmark has already, be it of a dropped
     *     batch, is refused
     * @param inputs what the batch reads; sent in parts before
     * @return the new state
     * @throws BatchConflictException if the version has changed, or a batch is pending
     */
    BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String runId,
            List<InputObject> inputs,
            List<GlueRequest> writes);

    /**
     * Commits the pending batch: its inputs count as processed, dropped batches are forgotten, and the catalog writes happen, in one
     * transaction.
     *
     * @return the new state
     * @throws BatchConflictException if the version has changed, or a table changed since
     */
    BookmarkState commit(BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes);

    /** Forgets the pending batch, whose objects are gone, together with the catalog writes. @return the new state */
    BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes);

    /** Counts of a batch. Rows rejected are those that were put into quarantine. */
    record Outcome(long rowsRead, long rowsWritten, long rowsRejected, int files) {}
}
