package io.millrace.catalog.recovery;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.BookmarkRows;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes bookmarks under the new names of their databases. One that a job has already stays as it is: it outlived its table, and knows more of
 * what lies in the store than any copy.
 */
final class BookmarkLoad implements Consumer<CatalogRow> {
    private final BookmarkRows rows;
    private final String suffix;
    private final Set<String> databases;
    private @Nullable Bookmark bookmark;
    private @Nullable Batch batch;
    private long written;
    private long kept;

    /** @param databases what has been restored; with a suffix there are no bookmarks but theirs */
    BookmarkLoad(BookmarkRows rows, String suffix, Set<String> databases) {
        this.rows = rows;
        this.suffix = suffix;
        this.databases = databases;
    }

    @Override
    public void accept(CatalogRow row) {
        if (row instanceof CatalogRow.OfBookmark next) {
            bookmark(next);
        } else if (row instanceof CatalogRow.OfBatch next) {
            batch = bookmark == null || isOfAnother(next.batch()) ? null : rows.insertBatch(bookmark, next.batch());
        } else if (row instanceof CatalogRow.OfInputs next && batch != null) {
            rows.addInputs(Objects.requireNonNull(bookmark), batch, next.inputs());
        }
    }

    /** A batch that is under way stays the original's alone: two bookmarks must not both decide what becomes of its objects. */
    private boolean isOfAnother(Batch next) {
        return !suffix.isEmpty() && next.state() == State.PENDING;
    }

    private void bookmark(CatalogRow.OfBookmark next) {
        BookmarkName name = new BookmarkName(
                next.name().job(), next.name().database() + suffix, next.name().table());
        batch = null;
        if (!suffix.isEmpty() && !databases.contains(name.database())) {
            bookmark = null;
        } else if (rows.find(name).isPresent()) {
            bookmark = null;
            kept++;
        } else {
            bookmark = rows.insert(name, next.version(), next.digest());
            written++;
        }
    }

    long written() {
        return written;
    }

    long kept() {
        return kept;
    }
}
