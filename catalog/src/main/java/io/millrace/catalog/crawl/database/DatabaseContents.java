package io.millrace.catalog.crawl.database;

import java.util.List;

/**
 * What a JDBC target has.
 *
 * @param tables in order of schema and name, each with at least one column
 * @param skipped one sentence for each table that has no columns, and one if nothing was found at all
 */
public record DatabaseContents(DatabaseProduct product, List<DatabaseTable> tables, List<String> skipped) {
    /** Copies the lists. */
    public DatabaseContents {
        tables = List.copyOf(tables);
        skipped = List.copyOf(skipped);
    }
}
