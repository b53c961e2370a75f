package io.millrace.server.service;

import io.millrace.catalog.bookmark.BookmarkApi.AbandonBatch;
import io.millrace.catalog.bookmark.BookmarkApi.AddBatchInputs;
import io.millrace.catalog.bookmark.BookmarkApi.BeginBatch;
import io.millrace.catalog.bookmark.BookmarkApi.CommitBatch;
import io.millrace.catalog.bookmark.BookmarkApi.FindProcessed;
import io.millrace.catalog.bookmark.BookmarkApi.FindUnprocessed;
import io.millrace.catalog.bookmark.BookmarkApi.GetBookmark;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.glue.model.GetJobBookmarkRequest;
import software.amazon.awssdk.services.glue.model.ResetJobBookmarkRequest;

/** Bookmarks, on the wire. */
final class BookmarkService {
    private BookmarkService() {}

    static void add(ServiceDefinition.Builder glue, BookmarkFamily family) {
        glue.operation(GetJobBookmarkRequest.class, family.jobs()::getJobBookmark)
                .operation(ResetJobBookmarkRequest.class, family.jobs()::resetJobBookmark)
                .ownOperation(GetBookmark.class, family.batches()::getBookmark)
                .ownOperation(FindUnprocessed.class, family.batches()::findUnprocessed)
                .ownOperation(FindProcessed.class, family.batches()::findProcessed)
                .ownOperation(AddBatchInputs.class, family.batches()::addBatchInputs)
                .ownOperation(BeginBatch.class, family.batches()::beginBatch)
                .ownOperation(CommitBatch.class, family.batches()::commitBatch)
                .ownOperation(AbandonBatch.class, family.batches()::abandonBatch);
    }
}
