package io.millrace.catalog.crawl.database;

import java.time.Duration;

/**
 * How long a crawl waits for a database, and how much it takes of one.
 *
 * @param connectTimeout until a connection stands
 * @param queryTimeout until a query for metadata gives its next rows
 * @param maxTables of one target; a crawl that finds more fails
 * @param pageTables for how many tables columns are asked for at once
 */
public record DatabaseSettings(Duration connectTimeout, Duration queryTimeout, int maxTables, int pageTables) {
    /** Checks the ranges. */
    public DatabaseSettings {
        if (connectTimeout.toSeconds() < 1 || queryTimeout.toSeconds() < 1 || maxTables < 1 || pageTables < 1) {
            throw new IllegalArgumentException("Time-outs must be at least a second, numbers of tables positive");
        }
    }

    /** Ten seconds, two minutes, 100,000 tables, 500 a page. */
    public static DatabaseSettings defaults() {
        return new DatabaseSettings(Duration.ofSeconds(10), Duration.ofMinutes(2), 100_000, 500);
    }
}
