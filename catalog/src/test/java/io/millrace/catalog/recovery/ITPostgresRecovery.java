package io.millrace.catalog.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresServer;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ITPostgresRecovery extends AbstractPointInTimeRestoreTests {
    @Override
    CatalogDatabase openEmpty(Path folder) {
        return PostgresDatabase.open(PostgresServer.newDatabase());
    }

    @Test
    void carriesACatalogFromSqliteAndBack(@TempDir Path folder) {
        InstantSource clock = InstantSource.system();
        try (SqliteDatabase first = SqliteDatabase.open(folder.resolve("first.db"));
                PostgresDatabase second = PostgresDatabase.open(PostgresServer.newDatabase());
                SqliteDatabase third = SqliteDatabase.open(folder.resolve("third.db"))) {
            CatalogStore from = new JdbcCatalogStore(first);
            CatalogStore through = new JdbcCatalogStore(second);
            CatalogStore to = new JdbcCatalogStore(third);
            TestCatalogBackup.fill(from);
            new CatalogBackup(from, clock).write(folder.resolve("a.gz"));
            new CatalogBackup(through, clock).restore(folder.resolve("a.gz"), "");
            new CatalogBackup(through, clock).write(folder.resolve("b.gz"));
            new CatalogBackup(to, clock).restore(folder.resolve("b.gz"), "");

            assertThat(TestCatalogBackup.rows(through)).isEqualTo(TestCatalogBackup.rows(from));
            assertThat(TestCatalogBackup.rows(to)).isEqualTo(TestCatalogBackup.rows(from));
        }
    }
}
