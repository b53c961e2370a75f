package io.millrace.catalog.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TestSqliteConcurrency extends AbstractCatalogConcurrencyTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    CatalogDatabase openSame() {
        return SqliteDatabase.open(folder.resolve("catalog.db"));
    }
}
