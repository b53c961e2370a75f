package io.millrace.catalog.store.jdbc;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class ITPostgresPartitionScan extends AbstractPartitionScanTests {
    private @Nullable PostgresDatabase database;

    @Override
    CatalogDatabase emptyDatabase() {
        PostgresDatabase opened = PostgresDatabase.open(PostgresServer.newDatabase());
        database = opened;
        return opened;
    }

    @AfterEach
    void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }
}
