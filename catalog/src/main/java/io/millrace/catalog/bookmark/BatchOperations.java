package io.millrace.catalog.bookmark;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.bookmark.BookmarkApi.AbandonBatch;
import io.millrace.catalog.bookmark.BookmarkApi.AddBatchInputs;
import io.millrace.catalog.bookmark.BookmarkApi.BeginBatch;
import io.millrace.catalog.bookmark.BookmarkApi.BookmarkDescription;
import io.millrace.catalog.bookmark.BookmarkApi.CommitBatch;
import io.millrace.catalog.bookmark.BookmarkApi.FindProcessed;
import io.millrace.catalog.bookmark.BookmarkApi.FindUnprocessed;
import io.millrace.catalog.bookmark.BookmarkApi.GetBookmark;
import io.millrace.catalog.bookmark.BookmarkApi.InputObject;
import io.millrace.catalog.bookmark.BookmarkApi.PendingBatch;
import io.millrace.catalog.bookmark.BookmarkApi.Processed;
import io.millrace.catalog.bookmark.BookmarkApi.Unprocessed;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.Counts;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.BookmarkRows;
import io.millrace.catalog.store.CatalogStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Millrace's own operations on bookmarks. A change names the version that the caller saw; of two that name the same one, the second fails
 * with {@code ConcurrentModificationException}. Thread-safe.
 */
public final class BatchOperations {
    private static final Pattern BATCH_ID = Pattern.compile("[0-9a-f]{16}");

    private final CatalogStore store;
    private final InstantSource clock;

    /** Operations on a store; commits carry the clock's time. */
    public BatchOperations(CatalogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How far a job is; of a job that never ran, version 0. */
    public BookmarkDescription getBookmark(GetBookmark request) {
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        return store.read(tx -> {
            Bookmark bookmark = findOrNew(tx.bookmarks(), name);
            return describe(tx.bookmarks(), bookmark, stateOf(tx.bookmarks(), bookmark, request.batchId()));
        });
    }

    /** Which of the objects were not processed. */
    public Unprocessed findUnprocessed(FindUnprocessed request) {
        requireFew(request.objects());
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        List<InputObject> objects = request.objects();
        Map<String, BatchInput> processed = store.read(tx -> tx.bookmarks()
                .processed(
                        findOrNew(tx.bookmarks(), name),
                        objects.stream().map(InputObject::uri).toList()));
        List<Integer> fresh = new ArrayList<>();
        List<Integer> rewritten = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            BatchInput seen = processed.get(objects.get(i).uri());
            if (seen == null) {
                fresh.add(i);
            } else if (!seen.equals(input(objects.get(i)))) {
                rewritten.add(i);
            }
        }
        return new Unprocessed(fresh, rewritten);
    }

    /**
     * Which of the objects the job's runs read after one run and up to another.
     *
     * @throws CatalogException {@code ENTITY_NOT_FOUND} for a run that the bookmarks do not know, {@code INVALID_INPUT} if the second is the earlier one
     */
    public Processed findProcessed(FindProcessed request) {
        requireFew(request.objects());
        return store.read(tx -> {
            BookmarkRows rows = tx.bookmarks();
            return RunRange.of(rows, request.jobName(), request.afterRunId(), request.upToRunId())
                    .find(
                            rows,
                            new BookmarkName(request.jobName(), request.databaseName(), request.tableName()),
                            request.objects());
        });
    }

    /** Tells inputs of a batch that is not begun; they count once it is committed. */
    public BookmarkDescription addBatchInputs(AddBatchInputs request) {
        requireFew(request.objects());
        requireBatchId(request.batchId());
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        return store.write(tx -> {
            BookmarkRows rows = tx.bookmarks();
            Bookmark bookmark = findOrInsert(rows, name);
            Batch batch = staged(rows, bookmark, request.batchId());
            int added = rows.addInputs(
                    bookmark,
                    batch,
                    request.objects().stream().map(BatchOperations::input).toList());
            rows.updateBatch(batch.withMoreInputs(added));
            return describe(rows, bookmark);
        });
    }

    /** Makes the batch pending, if none is. */
    public BookmarkDescription beginBatch(BeginBatch request) {
        requireBatchId(request.batchId());
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        return store.write(tx -> {
            BookmarkRows rows = tx.bookmarks();
            Bookmark bookmark = requireVersion(findOrInsert(rows, name), request.version());
            rows.batches(bookmark, State.PENDING).stream().findFirst().ifPresent(pending -> {
                throw conflict(
                        name,
                        "the batch %s of the run %s is pending; commit or abandon it first"
                                .formatted(pending.name(), pending.runId()));
            });
            Batch batch = staged(rows, bookmark, request.batchId());
            if (batch.inputs() != request.inputCount()) {
                throw invalid(
                        "The batch %s has %d inputs, not %d: tell them with AddBatchInputs after reading the bookmark."
                                .formatted(batch.name(), batch.inputs(), request.inputCount()));
            }
            rows.updateBatch(batch.begunBy(request.runId()));
            return advanced(rows, bookmark, bookmark.digest());
        });
    }

    /** Lets the pending batch count, and forgets those that a reset dropped. */
    public BookmarkDescription commitBatch(CommitBatch request) {
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        Counts counts = new Counts(request.rowsRead(), request.rowsWritten(), request.rowsRejected(), request.files());
        return store.write(tx -> {
            BookmarkRows rows = tx.bookmarks();
            Bookmark bookmark = requireVersion(findOrNew(rows, name), request.version());
            Batch batch = requirePending(rows, bookmark, request.batchId());
            String digest = BookmarkDigests.after(bookmark.digest(), batch.name());
            rows.updateBatch(batch.committed(bookmark.version() + 1, clock.instant(), digest, counts));
            rows.removeBatches(bookmark, rows.batches(bookmark, State.DROPPED));
            return advanced(rows, bookmark, digest);
        });
    }

    /** Forgets the pending batch and its inputs. */
    public BookmarkDescription abandonBatch(AbandonBatch request) {
        BookmarkName name = new BookmarkName(request.jobName(), request.databaseName(), request.tableName());
        return store.write(tx -> {
            BookmarkRows rows = tx.bookmarks();
            Bookmark bookmark = requireVersion(findOrNew(rows, name), request.version());
            rows.removeBatches(bookmark, List.of(requirePending(rows, bookmark, request.batchId())));
            return advanced(rows, bookmark, bookmark.digest());
        });
    }

    /** What was staged for the old version can never be begun: its version is gone. */
    private static BookmarkDescription advanced(BookmarkRows rows, Bookmark bookmark, String digest) {
        rows.removeBatches(bookmark, rows.batches(bookmark, State.STAGED));
        Bookmark next = new Bookmark(bookmark.id(), bookmark.name(), bookmark.version() + 1, digest);
        rows.update(next);
        return describe(rows, next);
    }

    private static Batch staged(BookmarkRows rows, Bookmark bookmark, String id) {
        Optional<Batch> present = rows.findBatch(bookmark, id);
        if (present.isPresent() && present.get().state() != State.STAGED) {
            // Its objects may still be there under the names that a second batch would give to its own.
            throw conflict(bookmark.name(), "the batch " + id + " is there already");
        }
        return present.orElseGet(() -> rows.insertBatch(bookmark, Batch.staged(id)));
    }

    private static Batch requirePending(BookmarkRows rows, Bookmark bookmark, String id) {
        return rows.findBatch(bookmark, id)
                .filter(batch -> batch.state() == State.PENDING)
                .orElseThrow(() -> conflict(bookmark.name(), "the batch " + id + " is not pending"));
    }

    private static Bookmark requireVersion(Bookmark bookmark, long version) {
        if (bookmark.version() != version) {
            throw conflict(
                    bookmark.name(),
                    "its version is %d, not %d; another run has changed it".formatted(bookmark.version(), version));
        }
        return bookmark;
    }

    private static Bookmark findOrNew(BookmarkRows rows, BookmarkName name) {
        return rows.find(name).orElseGet(() -> new Bookmark(0, name, 0, BookmarkDigests.NOTHING));
    }

    private static Bookmark findOrInsert(BookmarkRows rows, BookmarkName name) {
        return rows.find(name).orElseGet(() -> rows.insert(name, 0, BookmarkDigests.NOTHING));
    }

    private static @Nullable String stateOf(BookmarkRows rows, Bookmark bookmark, @Nullable String batch) {
        return batch == null
                ? null
                : rows.findBatch(bookmark, batch)
                        .map(found -> found.state().name())
                        .orElse(null);
    }

    private static BookmarkDescription describe(BookmarkRows rows, Bookmark bookmark) {
        return describe(rows, bookmark, null);
    }

    private static BookmarkDescription describe(BookmarkRows rows, Bookmark bookmark, @Nullable String batchState) {
        PendingBatch pending = rows.batches(bookmark, State.PENDING).stream()
                .findFirst()
                .map(batch -> new PendingBatch(batch.name(), batch.runId()))
                .orElse(null);
        List<String> dropped =
                rows.batches(bookmark, State.DROPPED).stream().map(Batch::name).toList();
        return new BookmarkDescription(bookmark.version(), bookmark.digest(), pending, dropped, batchState);
    }

    static BatchInput input(InputObject object) {
        return new BatchInput(object.uri(), object.eTag(), object.size());
    }

    private static void requireFew(List<InputObject> objects) {
        if (objects.size() > BookmarkApi.MAX_OBJECTS) {
            throw invalid("Objects must have at most " + BookmarkApi.MAX_OBJECTS + " objects.");
        }
    }

    private static void requireBatchId(String id) {
        if (!BATCH_ID.matcher(id).matches()) {
            throw invalid("BatchId must be 16 hexadecimal digits.");
        }
    }

    private static CatalogException conflict(BookmarkName name, String why) {
        return new CatalogException(
                CatalogErrorCode.CONCURRENT_MODIFICATION,
                "The bookmark of job %s for table %s.%s: %s."
                        .formatted(name.job(), name.database(), name.table(), why));
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
