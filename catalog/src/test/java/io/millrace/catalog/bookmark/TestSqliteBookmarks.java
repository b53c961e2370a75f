package io.millrace.catalog.bookmark;

import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class TestSqliteBookmarks extends AbstractBookmarkTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    CatalogDatabase emptyDatabase() {
        return SqliteDatabase.open(folder.resolve("catalog.db"));
    }
}
