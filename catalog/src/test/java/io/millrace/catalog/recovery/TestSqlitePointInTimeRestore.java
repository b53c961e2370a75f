package io.millrace.catalog.recovery;

import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;

final class TestSqlitePointInTimeRestore extends AbstractPointInTimeRestoreTests {
    @Override
    CatalogDatabase openEmpty(Path folder) {
        return SqliteDatabase.open(folder.resolve("catalog.db"));
    }
}
