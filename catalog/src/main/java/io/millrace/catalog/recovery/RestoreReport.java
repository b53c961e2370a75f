package io.millrace.catalog.recovery;

import java.util.List;

/**
 * What a restore has written.
 *
 * @param databases the new databases, sorted
 * @param tables number of tables in them
 * @param partitions number of partitions of those
 * @param entities number of functions, statistics, indexes and other smaller entities
 * @param kept number of entities outside of databases that were not written, because their names were taken
 * @param bookmarks number of bookmarks of jobs
 * @param bookmarksKept number of bookmarks that were not written, because jobs had them already: they know what was read since
 */
public record RestoreReport(
        List<String> databases,
        long tables,
        long partitions,
        long entities,
        long kept,
        long bookmarks,
        long bookmarksKept) {
    /** Copies the list. */
    public RestoreReport {
        databases = List.copyOf(databases);
    }
}
