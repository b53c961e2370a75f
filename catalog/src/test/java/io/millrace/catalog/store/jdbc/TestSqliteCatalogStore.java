package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.AbstractCatalogStoreTests;
import io.millrace.catalog.store.CatalogStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class TestSqliteCatalogStore extends AbstractCatalogStoreTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private @Nullable SqliteDatabase database;

    @Override
    protected CatalogStore emptyStore() {
        SqliteDatabase opened = SqliteDatabase.open(folder.resolve("catalog.db"));
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
