package io.millrace.catalog.sweep;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All batches that any bookmark knows. Several bookmarks may know one batch, as after a restore into copies of tables: as long as one needs it,
 * it is needed.
 *
 * @param underWay staged or pending
 * @param committed count in some bookmark
 * @param dropped taken back by a reset, and rows of their table until its job commits again
 */
record Batches(Set<String> underWay, Set<String> committed, Set<String> dropped) {
    static Batches read(BookmarkRows rows) {
        Batches batches = new Batches(new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (Bookmark bookmark : bookmarks(rows)) {
            names(rows, bookmark, State.STAGED, batches.underWay());
            names(rows, bookmark, State.PENDING, batches.underWay());
            names(rows, bookmark, State.COMMITTED, batches.committed());
            names(rows, bookmark, State.DROPPED, batches.dropped());
        }
        return batches;
    }

    /** The tables that bookmarks name, as {@code database.table}, each with the time of the first batch that a bookmark of it knows. */
    static Map<String, Instant> targets(BookmarkRows rows) {
        Map<String, Instant> targets = new TreeMap<>();
        for (Bookmark bookmark : bookmarks(rows)) {
            Instant first = Stream.of(State.COMMITTED, State.DROPPED)
                    .flatMap(state -> rows.batches(bookmark, state).stream())
                    .map(Batch::committedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
            String table = bookmark.name().database() + "." + bookmark.name().table();
            targets.merge(table, first, (one, other) -> one.isBefore(other) ? one : other);
        }
        return targets;
    }

    private static List<Bookmark> bookmarks(BookmarkRows rows) {
        List<Bookmark> bookmarks = new ArrayList<>();
        rows.forEach(bookmarks::add);
        return bookmarks;
    }

    private static void names(BookmarkRows rows, Bookmark bookmark, State state, Set<String> names) {
        rows.batches(bookmark, state).forEach(batch -> names.add(batch.name()));
    }

    /** Whether no bookmark has heard of it. */
    boolean isUnknown(String batch) {
        return !underWay.contains(batch) && !committed.contains(batch) && !dropped.contains(batch);
    }
}
