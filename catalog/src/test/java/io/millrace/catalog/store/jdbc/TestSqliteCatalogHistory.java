package io.millrace.catalog.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TestSqliteCatalogHistory extends AbstractCatalogHistoryTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    CatalogDatabase openEmpty() {
        return SqliteDatabase.open(folder.resolve("catalog.db"));
    }
}
