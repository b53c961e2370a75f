package io.millrace.etl.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.bookmark.BookmarkApi;
import io.millrace.catalog.bookmark.BookmarkApi.AbandonBatch;
import io.millrace.catalog.bookmark.BookmarkApi.AddBatchInputs;
import io.millrace.catalog.bookmark.BookmarkApi.BeginBatch;
import io.millrace.catalog.bookmark.BookmarkApi.BookmarkDescription;
import io.millrace.catalog.bookmark.BookmarkApi.CommitBatch;
import io.millrace.catalog.bookmark.BookmarkApi.FindProcessed;
import io.millrace.catalog.bookmark.BookmarkApi.FindUnprocessed;
import io.millrace.catalog.bookmark.BookmarkApi.GetBookmark;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.sdkjson.WireRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/**
 * Bookmarks in Millrace's Data Catalog, over its wire. What was refused for another reason than somebody else's change is a {@link
 * GlueException}; a catalog that is AWS's own, an {@link UnsupportedOperationException}. Thread-safe.
 */
public final class GlueBatches implements BatchCatalog {
    /** With the pauses between them a catalog may be away for two to four seconds. */
    private static final int ATTEMPTS = 7;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What somebody else's change makes of a write that was right when it was planned. */
    private static final Set<String> CONFLICTS = Set.of(
            "ConcurrentModificationException",
            "VersionMismatchException",
            "AlreadyExistsException",
            "EntityNotFoundException");

    private static final Set<String> UNKNOWN_RANGE = Set.of("EntityNotFoundException", "InvalidInputException");

    private final MillraceCalls calls;
    private final Backoff backoff;

    /**
     * Bookmarks of the catalog that {@code glue} calls, with its credentials and region.
     *
     * @param http sends; the caller's to close
     */
    public GlueBatches(GlueClient glue, SdkHttpClient http) {
        this(glue, http, Backoff.real());
    }

    GlueBatches(GlueClient glue, SdkHttpClient http, Backoff backoff) {
        this.calls = new MillraceCalls(glue, http);
        this.backoff = backoff;
    }

    @Override
    public BookmarkState state(BookmarkKey key) {
        return state(describe(key, null));
    }

    @Override
    public Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates) {
        List<InputObject> fresh = new ArrayList<>();
        List<InputObject> rewritten = new ArrayList<>();
        for (List<InputObject> part : parts(candidates)) {
            FindUnprocessed request = new FindUnprocessed(key.job(), key.database(), key.table(), objects(part));
            BookmarkApi.Unprocessed found = repeated(request, BookmarkApi.Unprocessed.class);
            found.fresh().forEach(place -> fresh.add(part.get(place)));
            found.rewritten().forEach(place -> rewritten.add(part.get(place)));
        }
        return new Unprocessed(fresh, rewritten);
    }

    @Override
    public Processed processed(BookmarkKey key, RunRange range, List<InputObject> candidates) {
        List<InputObject> unchanged = new ArrayList<>();
        List<InputObject> rewritten = new ArrayList<>();
        long batches = 0;
        long others = 0;
        // Without candidates, too: the runs may be unknown.
        for (List<InputObject> part : candidates.isEmpty() ? List.of(candidates) : parts(candidates)) {
            BookmarkApi.Processed found = findProcessed(new FindProcessed(
                    key.job(), key.database(), key.table(), range.after(), range.upTo(), objects(part)));
            found.unchanged().forEach(place -> unchanged.add(part.get(place)));
            found.rewritten().forEach(place -> rewritten.add(part.get(place)));
            batches = found.tableBatches();
            others = found.otherBatches();
        }
        return new Processed(unchanged, rewritten, batches, others);
    }

    private BookmarkApi.Processed findProcessed(FindProcessed request) {
        try {
            return repeated(request, BookmarkApi.Processed.class);
        } catch (GlueException e) {
            if (UNKNOWN_RANGE.contains(e.awsErrorDetails().errorCode())) {
                throw new IllegalArgumentException(e.awsErrorDetails().errorMessage(), e);
            }
            throw e;
        }
    }

    @Override
    public BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String runId,
            List<InputObject> inputs,
            List<GlueRequest> writes) {
        try {
            for (List<InputObject> part : parts(inputs)) {
                repeated(
                        new AddBatchInputs(key.job(), key.database(), key.table(), batchId, objects(part)),
                        BookmarkDescription.class);
            }
        } catch (GlueException e) {
            throw conflictOr(e);
        }
        BeginBatch begin =
                new BeginBatch(key.job(), key.database(), key.table(), version, batchId, runId, inputs.size());
        return change(
                key,
                batchId,
                begin,
                writes,
                now -> now.pendingBatch() != null
                        && now.pendingBatch().batchId().equals(batchId)
                        && now.pendingBatch().runId().equals(runId));
    }

    @Override
    public BookmarkState commit(
            BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes) {
        CommitBatch commit = new CommitBatch(
                key.job(),
                key.database(),
                key.table(),
                version,
                batchId,
                outcome.rowsRead(),
                outcome.rowsWritten(),
                outcome.rowsRejected(),
                outcome.files());
        // A reset may have come between the commit and its lost answer.
        return change(
                key,
                batchId,
                commit,
                writes,
                now -> "COMMITTED".equals(now.batchState()) || "DROPPED".equals(now.batchState()));
    }

    @Override
    public BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes) {
        AbandonBatch abandon = new AbandonBatch(key.job(), key.database(), key.table(), version, batchId);
        return change(key, batchId, abandon, writes, now -> now.batchState() == null);
    }

    /**
     * Sends a transaction. If an attempt had no answer, what came of it is read from the bookmark: the next attempt fails if it was made.
     *
     * @param made whether a state shows that the change was made
     */
    private BookmarkState change(
            BookmarkKey key,
            String batchId,
            WireRecord change,
            List<GlueRequest> writes,
            Predicate<BookmarkDescription> made) {
        byte[] body = TransactionBody.of(change, writes);
        @Nullable UncheckedIOException unanswered = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return state(firstResult(calls.call("Transact", body)));
            } catch (GlueException e) {
                Optional<BookmarkState> earlier = unanswered == null ? Optional.empty() : made(key, batchId, made);
                return earlier.orElseThrow(() -> conflictOr(e));
            } catch (UncheckedIOException e) {
                unanswered = e;
                pauseUnlessLast(attempt);
            }
        }
        Exception cause = unanswered == null ? new IOException("no attempt") : unanswered;
        return made(key, batchId, made)
                .orElseThrow(() -> new UnknownOutcomeException(
                        "It is not known whether the batch %s of table %s.%s was changed: the catalog did not answer. Run the job again."
                                .formatted(batchId, key.database(), key.table()),
                        cause));
    }

    private void pauseUnlessLast(int attempt) {
        if (attempt < ATTEMPTS) {
            backoff.pause(attempt);
        }
    }

    private Optional<BookmarkState> made(BookmarkKey key, String batchId, Predicate<BookmarkDescription> made) {
        BookmarkDescription now;
        try {
            now = describe(key, batchId);
        } catch (UncheckedIOException e) {
            throw new UnknownOutcomeException(
                    "It is not known whether the batch %s of table %s.%s was changed: the catalog does not answer. Run the job again."
                            .formatted(batchId, key.database(), key.table()),
                    e);
        }
        return made.test(now) ? Optional.of(state(now)) : Optional.empty();
    }

    private BookmarkDescription describe(BookmarkKey key, @Nullable String batchId) {
        return repeated(new GetBookmark(key.job(), key.database(), key.table(), batchId), BookmarkDescription.class);
    }

    /** A call that may be made twice. */
    private <R extends WireRecord> R repeated(WireRecord request, Class<R> type) {
        byte[] body = SdkJsonWriter.write(request);
        for (int attempt = 1; ; attempt++) {
            try {
                return read(calls.call(request.getClass().getSimpleName(), body), type);
            } catch (UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                backoff.pause(attempt);
            }
        }
    }

    private static <R extends WireRecord> R read(byte[] json, Class<R> type) {
        return SdkJsonReader.read(json, WireRecord.builder(type), type);
    }

    private static BookmarkDescription firstResult(byte[] answer) {
        try {
            String first = JSON.readTree(answer).path("Results").path(0).toString();
            return read(first.getBytes(StandardCharsets.UTF_8), BookmarkDescription.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The catalog's answer is cut", e);
        }
    }

    private static RuntimeException conflictOr(GlueException refusal) {
        return CONFLICTS.contains(refusal.awsErrorDetails().errorCode())
                ? new BatchConflictException(refusal.awsErrorDetails().errorMessage(), refusal)
                : refusal;
    }

    private static BookmarkState state(BookmarkDescription description) {
        return new BookmarkState(
                description.version(),
                description.digest(),
                Optional.ofNullable(description.pendingBatch())
                        .map(pending -> new BookmarkState.PendingBatch(pending.batchId(), pending.runId())),
                description.droppedBatches());
    }

    private static List<BookmarkApi.InputObject> objects(List<InputObject> inputs) {
        return inputs.stream()
                .map(input -> new BookmarkApi.InputObject(input.uri(), input.eTag(), input.size()))
                .toList();
    }

    private static List<List<InputObject>> parts(List<InputObject> inputs) {
        List<List<InputObject>> parts = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += BookmarkApi.MAX_OBJECTS) {
            parts.add(inputs.subList(from, Math.min(inputs.size(), from + BookmarkApi.MAX_OBJECTS)));
        }
        return parts;
    }
}
