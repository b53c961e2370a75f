package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import io.millrace.etl.batch.InputObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/** Bookmarks of the test's process, with the changes of an {@link InMemoryCatalog} in the same "transaction". Faults can be ordered. */
public final class InMemoryBatches implements BatchCatalog {
    private final InMemoryCatalog catalog;
    private final Map<BookmarkKey, Bookmark> bookmarks = new HashMap<>();

    /** The next write of this name: before it is done, or when it is done. */
    private final Map<String, Runnable> before = new HashMap<>();

    private final Map<String, Runnable> after = new HashMap<>();

    InMemoryBatches(InMemoryCatalog catalog) {
        this.catalog = catalog;
    }

    private static final class Bookmark {
        private long version;
        private Optional<PendingBatch> pending = Optional.empty();
        private List<InputObject> pendingInputs = List.of();
        /** Of the committed batches. */
        private final List<String> runs = new ArrayList<>();

        /** Whether each of them wrote rows. */
        private final List<Boolean> wrote = new ArrayList<>();

        private final Map<String, List<InputObject>> committed = new LinkedHashMap<>();
        private final List<String> dropped = new ArrayList<>();

        BookmarkState state() {
            return new BookmarkState(version, "d" + committed.keySet().hashCode(), pending, dropped);
        }

        void check(long expected, boolean allowed) {
            if (version != expected || !allowed) {
                throw new BatchConflictException("Version %d, pending %s".formatted(version, pending));
            }
        }
    }

    /** Runs this before the next write: {@code begin}, {@code commit} or {@code abandon}. */
    void before(String write, Runnable fault) {
        before.put(write, fault);
    }

    /** Runs this after the next write has landed. */
    void after(String write, Runnable fault) {
        after.put(write, fault);
    }

    /** Takes back all batches but the first {@code kept}, as ResetJobBookmark does. */
    void reset(BookmarkKey key, int kept) {
        Bookmark bookmark = bookmark(key);
        List<String> ids = List.copyOf(bookmark.committed.keySet());
        ids.subList(kept, ids.size()).forEach(id -> {
            bookmark.committed.remove(id);
            bookmark.dropped.add(id);
        });
        bookmark.runs.subList(kept, bookmark.runs.size()).clear();
        bookmark.wrote.subList(kept, bookmark.wrote.size()).clear();
        bookmark.version++;
    }

    public Set<String> committed(BookmarkKey key) {
        return new TreeSet<>(bookmark(key).committed.keySet());
    }

    private Bookmark bookmark(BookmarkKey key) {
        return bookmarks.computeIfAbsent(key, missing -> new Bookmark());
    }

    @Override
    public synchronized BookmarkState state(BookmarkKey key) {
        return bookmark(key).state();
    }

    @Override
    public synchronized Unprocessed unprocessed(BookmarkKey key, List<InputObject> candidates) {
        Map<String, InputObject> known = new HashMap<>();
        bookmark(key).committed.values().forEach(inputs -> inputs.forEach(input -> known.put(input.uri(), input)));
        List<InputObject> fresh = new ArrayList<>();
        List<InputObject> rewritten = new ArrayList<>();
        for (InputObject candidate : candidates) {
            InputObject old = known.get(candidate.uri());
            if (old == null) {
                fresh.add(candidate);
            } else if (!old.eTag().equals(candidate.eTag()) || old.size() != candidate.size()) {
                rewritten.add(candidate);
            }
        }
        return new Unprocessed(fresh, rewritten);
    }

    @Override
    public synchronized Processed processed(BookmarkKey key, RunRange range, List<InputObject> candidates) {
        List<InputObject> unchanged = new ArrayList<>();
        List<InputObject> rewritten = new ArrayList<>();
        long own = 0;
        long others = 0;
        for (Map.Entry<BookmarkKey, Bookmark> entry : bookmarks.entrySet()) {
            if (!entry.getKey().job().equals(key.job()) || entry.getValue().runs.isEmpty()) {
                continue;
            }
            List<String> runs = entry.getValue().runs;
            int first = runs.indexOf(range.after());
            int last = runs.indexOf(range.upTo());
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(
                        "No such range: %s to %s of %s".formatted(range.after(), range.upTo(), runs));
            }
            List<List<InputObject>> inputs =
                    List.copyOf(entry.getValue().committed.values()).subList(first + 1, last + 1);
            if (entry.getKey().equals(key)) {
                own = inputs.size();
                others = IntStream.range(0, runs.size())
                        .filter(run -> run <= first || run > last)
                        .filter(entry.getValue().wrote::get)
                        .count();
            }
            inputs.stream()
                    .flatMap(List::stream)
                    .forEach(input -> candidates.stream()
                            .filter(candidate -> candidate.uri().equals(input.uri()))
                            .forEach(candidate ->
                                    (candidate.eTag().equals(input.eTag()) ? unchanged : rewritten).add(candidate)));
        }
        return new Processed(unchanged, rewritten, own, others);
    }

    private BookmarkState write(String name, Runnable change, BookmarkKey key) {
        Optional.ofNullable(before.remove(name)).ifPresent(Runnable::run);
        BookmarkState state;
        synchronized (this) {
            change.run();
            bookmark(key).version++;
            state = bookmark(key).state();
        }
        Optional.ofNullable(after.remove(name)).ifPresent(Runnable::run);
        return state;
    }

    @Override
    public BookmarkState begin(
            BookmarkKey key,
            long version,
            String batchId,
            String runId,
            List<InputObject> inputs,
            List<GlueRequest> writes) {
        return write(
                "begin",
                () -> {
                    Bookmark bookmark = bookmark(key);
                    bookmark.check(version, bookmark.pending.isEmpty());
                    catalog.apply(writes);
                    bookmark.pending = Optional.of(new PendingBatch(batchId, runId));
                    bookmark.pendingInputs = List.copyOf(inputs);
                },
                key);
    }

    @Override
    public BookmarkState commit(
            BookmarkKey key, long version, String batchId, Outcome outcome, List<GlueRequest> writes) {
        return write(
                "commit",
                () -> {
                    Bookmark bookmark = bookmark(key);
                    bookmark.check(version, isPending(bookmark, batchId));
                    catalog.apply(writes);
                    bookmark.committed.put(batchId, bookmark.pendingInputs);
                    bookmark.runs.add(bookmark.pending.orElseThrow().runId());
                    bookmark.wrote.add(outcome.rowsWritten() > 0);
                    bookmark.pending = Optional.empty();
                    bookmark.dropped.clear();
                },
                key);
    }

    @Override
    public BookmarkState abandon(BookmarkKey key, long version, String batchId, List<GlueRequest> writes) {
        return write(
                "abandon",
                () -> {
                    Bookmark bookmark = bookmark(key);
                    bookmark.check(version, isPending(bookmark, batchId));
                    catalog.apply(writes);
                    bookmark.pending = Optional.empty();
                },
                key);
    }

    private static boolean isPending(Bookmark bookmark, String batchId) {
        return bookmark.pending.filter(batch -> batch.id().equals(batchId)).isPresent();
    }
}
