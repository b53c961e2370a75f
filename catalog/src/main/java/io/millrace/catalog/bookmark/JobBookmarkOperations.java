package io.millrace.catalog.bookmark;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.bookmark.JobProgress.Run;
import io.millrace.catalog.bookmark.JobProgress.Target;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkRows;
import io.millrace.catalog.store.CatalogStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.GetJobBookmarkRequest;
import software.amazon.awssdk.services.glue.model.GetJobBookmarkResponse;
import software.amazon.awssdk.services.glue.model.JobBookmarkEntry;
import software.amazon.awssdk.services.glue.model.ResetJobBookmarkRequest;
import software.amazon.awssdk.services.glue.model.ResetJobBookmarkResponse;

/**
 * Glue's operations on a job's bookmarks, of all tables that the job writes at once. Their state is what batches were committed: a run
 * that found nothing to do has none and cannot be named. Thread-safe.
 */
public final class JobBookmarkOperations {
    private final CatalogStore store;

    /** Operations on a store. */
    public JobBookmarkOperations(CatalogStore store) {
        this.store = store;
    }

    /** GetJobBookmark: the state after the job's last run, or after the named one. */
    public GetJobBookmarkResponse getJobBookmark(GetJobBookmarkRequest request) {
        JobBookmarkEntry entry = store.read(tx -> {
            return JobProgress.read(tx.bookmarks(), request.jobName()).entry(request.runId());
        });
        return GetJobBookmarkResponse.builder().jobBookmarkEntry(entry).build();
    }

    /**
     * ResetJobBookmark: takes back all batches, or those after the named run's. What they read is unprocessed; their objects are hidden and
     * removed when the job commits its next batch. A run at work cannot commit any more.
     */
    public ResetJobBookmarkResponse resetJobBookmark(ResetJobBookmarkRequest request) {
        JobBookmarkEntry entry = store.write(tx -> {
            BookmarkRows rows = tx.bookmarks();
            JobProgress before = JobProgress.read(rows, request.jobName());
            @Nullable Run last = request.runId() == null ? null : before.run(request.runId());
            for (Target target : before.targets()) {
                reset(rows, target, last == null ? 0 : target.lastVersion(last));
            }
            return JobProgress.read(rows, request.jobName()).entry(null);
        });
        return ResetJobBookmarkResponse.builder().jobBookmarkEntry(entry).build();
    }

    /** @param kept the version of the last batch that stays */
    private static void reset(BookmarkRows rows, Target target, long kept) {
        Bookmark bookmark = target.bookmark();
        List<Batch> committed = target.batches();
        String digest = committed.stream()
                .filter(batch -> batch.version() <= kept)
                .map(Batch::digest)
                .reduce((first, second) -> second)
                .orElse(BookmarkDigests.NOTHING);
        List<Batch> dropped =
                committed.stream().filter(batch -> batch.version() > kept).toList();
        if (!dropped.isEmpty()) {
            dropped.forEach(batch -> rows.updateBatch(batch.in(State.DROPPED)));
            rows.removeBatches(bookmark, rows.batches(bookmark, State.STAGED));
            rows.update(new Bookmark(bookmark.id(), bookmark.name(), bookmark.version() + 1, digest));
        }
    }

    static CatalogException notFound(String message) {
        return new CatalogException(CatalogErrorCode.ENTITY_NOT_FOUND, message);
    }
}
