package io.millrace.catalog.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The history of the catalog: who changed what and when, and how far back it goes. Thread-safe. */
public interface ChangeLog {
    /**
     * Up to {@code limit} changes that satisfy {@code filter}, the newest first, older than the change {@code beforeId}
     * ({@link Long#MAX_VALUE} for all).
     */
    List<RecordedChange> list(ChangeFilter filter, long beforeId, int limit);

    /** The oldest time that {@link CatalogStore#readAt} reads, or empty while nothing was ever changed. */
    Optional<Instant> begins();

    /**
     * Forgets what ended before that time, so that the history begins with the state as of it. In many small transactions, between
     * which others read and write; what was done stays done when a later one fails.
     *
     * @return the number of rows that were removed
     */
    long prune(Instant before);
}
