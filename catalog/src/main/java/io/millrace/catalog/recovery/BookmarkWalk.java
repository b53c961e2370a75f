package io.millrace.catalog.recovery;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Visits the bookmarks of jobs, each before its batches, each of these before its inputs. What is only staged is left out: no run depends on it. */
final class BookmarkWalk {
    private static final int INPUTS_A_ROW = 1_000;

    private BookmarkWalk() {}

    static void visit(BookmarkRows rows, CatalogSelection selection, Consumer<CatalogRow> visitor) {
        List<Bookmark> bookmarks = new ArrayList<>();
        // Visitors may add bookmarks of their own.
        rows.forEach(bookmarks::add);
        for (Bookmark bookmark : bookmarks) {
            if (selection.hasDatabase(bookmark.name().database())
                    && selection.hasTable(bookmark.name().table())) {
                visit(rows, bookmark, visitor);
            }
        }
    }

    private static void visit(BookmarkRows rows, Bookmark bookmark, Consumer<CatalogRow> visitor) {
        visitor.accept(new CatalogRow.OfBookmark(bookmark.name(), bookmark.version(), bookmark.digest()));
        for (State state : List.of(State.COMMITTED, State.DROPPED, State.PENDING)) {
            for (Batch batch : rows.batches(bookmark, state)) {
                visitor.accept(new CatalogRow.OfBatch(batch.withId(0)));
                inputs(rows, bookmark, batch, visitor);
            }
        }
    }

    private static void inputs(BookmarkRows rows, Bookmark bookmark, Batch batch, Consumer<CatalogRow> visitor) {
        if (batch.inputs() == 0) {
            return;
        }
        List<BatchInput> waiting = new ArrayList<>();
        rows.forEachInput(bookmark, batch, input -> {
            waiting.add(input);
            if (waiting.size() == INPUTS_A_ROW) {
                visitor.accept(new CatalogRow.OfInputs(waiting));
                waiting.clear();
            }
        });
        if (!waiting.isEmpty()) {
            visitor.accept(new CatalogRow.OfInputs(waiting));
        }
    }
}
