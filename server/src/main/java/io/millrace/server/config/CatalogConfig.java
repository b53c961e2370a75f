package io.millrace.server.config;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the catalog is kept, and its history for how long.
 *
 * @param shared PostgreSQL, which several servers may share; empty for the SQLite file in the data folder
 * @param historyRetention how far back the catalog can be read
 */
public record CatalogConfig(Optional<PostgresSettings> shared, Duration historyRetention) {
    /** How long history is kept when nothing else is said; as long as DynamoDB's point-in-time recovery at most. */
    public static final int DEFAULT_HISTORY_DAYS = 35;

    /** Checks the retention. */
    public CatalogConfig {
        if (historyRetention.compareTo(Duration.ofDays(1)) < 0
                || historyRetention.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException(
                    "catalog.history-days must be from 1 to 3650, but is " + historyRetention.toDays());
        }
    }

    /** SQLite in the data folder. */
    public static CatalogConfig local() {
        return new CatalogConfig(Optional.empty(), Duration.ofDays(DEFAULT_HISTORY_DAYS));
    }

    /** PostgreSQL. */
    public static CatalogConfig shared(PostgresSettings settings) {
        return new CatalogConfig(Optional.of(settings), Duration.ofDays(DEFAULT_HISTORY_DAYS));
    }
}
