package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.AbstractCatalogStoreTests;
import io.millrace.catalog.store.CatalogStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class ITPostgresCatalogStore extends AbstractCatalogStoreTests {
    private @Nullable PostgresDatabase database;

    @Override
    protected CatalogStore emptyStore() {
        PostgresDatabase opened = PostgresDatabase.open(PostgresServer.newDatabase());
        database = opened;
        return new JdbcCatalogStore(opened);
    }

    @AfterEach
    void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }
}
