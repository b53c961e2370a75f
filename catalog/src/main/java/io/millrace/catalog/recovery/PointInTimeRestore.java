package io.millrace.catalog.recovery;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogStore;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Copies what the catalog was at a time into new databases beside the living ones, as DynamoDB's point-in-time recovery makes new
 * tables: never over living data. The copy appears as a whole or not at all.
 *
 * <p>Bookmarks have no history. The copies get those that the tables have now, because they point to the same objects: a job that is made to
 * write into a copy does not read again what lies there already.
 */
public final class PointInTimeRestore {
    private static final Pattern SUFFIX = Pattern.compile("[a-z0-9_-]{1,64}");

    private final CatalogStore store;

    /** Restores within a store that keeps history. */
    public PointInTimeRestore(CatalogStore store) {
        this.store = store;
    }

    /**
     * Restores.
     *
     * @param time any time of the kept history
     * @param suffix what the names of the new databases end with, such as {@code _yesterday}
     * @throws CatalogException if nothing of the selection existed then, or a new database's name is taken
     */
    public RestoreReport restore(Instant time, CatalogSelection selection, String suffix) {
        String ending = suffix.toLowerCase(Locale.ROOT);
        if (!SUFFIX.matcher(ending).matches()) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "The suffix must be 1 to 64 letters, digits, _ or -, but is '" + suffix + "'.");
        }
        return store.transact(() -> store.write(tx -> {
            CatalogLoad load = new CatalogLoad(tx, ending);
            store.readAt(time, past -> {
                CatalogWalk.visit(past, selection, load);
                return true;
            });
            BookmarkWalk.visit(tx.bookmarks(), selection, load);
            RestoreReport report = load.finish();
            if (report.databases().isEmpty() || (selection.table().isPresent() && report.tables() == 0)) {
                throw new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND, "There was no " + selection + " at " + time + ".");
            }
            return report;
        }));
    }
}
