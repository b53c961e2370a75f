package io.millrace.catalog.bookmark;

import io.millrace.catalog.sdkjson.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests and answers of Millrace's own operations on bookmarks, as they are on the wire. {@code BeginBatch}, {@code CommitBatch} and
 * {@code AbandonBatch} may be changes of a transaction (docs/guides/transactions.md) and answer the bookmark's new state.
 */
public final class BookmarkApi {
    /** The most objects that one call may name. */
    public static final int MAX_OBJECTS = 10_000;

    private BookmarkApi() {}

    /**
     * {@code Millrace.GetBookmark}: how far the job is.
     *
     * @param batchId a batch whose state the caller wants to know, too
     */
    public record GetBookmark(
            String jobName,
            String databaseName,
            String tableName,
            @Nullable String batchId) implements WireRecord {}

    /**
     * The answer to all but {@link FindUnprocessed}.
     *
     * @param version what the next change must name; 0 if there is no bookmark
     * @param digest of the batches that count
     * @param pendingBatch the batch that was begun
     * @param droppedBatches what a reset took back, until the next commit
     * @param batchState of the batch that {@link GetBookmark} named: a name of {@link io.millrace.catalog.store.Batch.State}; null if there is
     *     none
     */
    public record BookmarkDescription(
            long version,
            String digest,
            @Nullable PendingBatch pendingBatch,
            List<String> droppedBatches,
            @Nullable String batchState)
            implements WireRecord {}

    /** A batch that was begun and neither committed nor abandoned. */
    public record PendingBatch(String batchId, String runId) implements WireRecord {}

    /** An object in a state. The ETag has no quotes. */
    public record InputObject(String uri, String eTag, long size) implements WireRecord {}

    /** {@code Millrace.FindUnprocessed}: what of the objects no committed batch has read. */
    public record FindUnprocessed(String jobName, String databaseName, String tableName, List<InputObject> objects)
            implements WireRecord {}

    /**
     * Its answer, as places in the request's list, from 0.
     *
     * @param fresh no batch has read them
     * @param rewritten a batch has read them in another state
     */
    public record Unprocessed(List<Integer> fresh, List<Integer> rewritten) implements WireRecord {}

    /**
     * {@code Millrace.FindProcessed}: what of the objects the job's runs read after one run and up to another, whichever tables they wrote.
     *
     * @param tableName that is to be written now, in {@code databaseName}; its own runs are told apart in the answer
     * @param afterRunId the last run whose inputs are left out
     * @param upToRunId the last run whose inputs are meant
     */
    public record FindProcessed(
            String jobName,
            String databaseName,
            String tableName,
            String afterRunId,
            String upToRunId,
            List<InputObject> objects)
            implements WireRecord {}

    /**
     * Its answer; objects are told as places in the request's list, from 0.
     *
     * @param unchanged the runs read them as they are
     * @param rewritten the runs read them in another state
     * @param tableBatches how many of the runs' batches wrote the table that the request names
     * @param otherBatches how many of the job's other batches have rows in that table
     */
    public record Processed(List<Integer> unchanged, List<Integer> rewritten, long tableBatches, long otherBatches)
            implements WireRecord {}

    /** {@code Millrace.AddBatchInputs}: tells what a batch that will be begun reads. May be repeated. */
    public record AddBatchInputs(
            String jobName, String databaseName, String tableName, String batchId, List<InputObject> objects)
            implements WireRecord {}

    /**
     * {@code Millrace.BeginBatch}.
     *
     * @param version of the bookmark, as the caller saw it
     * @param inputCount how many inputs the caller has told
     */
    public record BeginBatch(
            String jobName,
            String databaseName,
            String tableName,
            long version,
            String batchId,
            String runId,
            long inputCount)
            implements WireRecord {}

    /** {@code Millrace.CommitBatch}. Rows rejected are those that were put into quarantine. */
    public record CommitBatch(
            String jobName,
            String databaseName,
            String tableName,
            long version,
            String batchId,
            long rowsRead,
            long rowsWritten,
            long rowsRejected,
            long files)
            implements WireRecord {}

    /** {@code Millrace.AbandonBatch}: forgets the pending batch. */
    public record AbandonBatch(String jobName, String databaseName, String tableName, long version, String batchId)
            implements WireRecord {}
}
