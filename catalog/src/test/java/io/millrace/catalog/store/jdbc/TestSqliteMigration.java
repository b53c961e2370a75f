package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.TableRows.Archive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.TableVersion;

class TestSqliteMigration {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void carriesACatalogWithoutHistoryOver() {
        Path file = folder.resolve("catalog.db");
        Instant start = Instant.now();
        writeCatalogOfTheFirstRelease("jdbc:sqlite:" + file);
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            CatalogStore store = new JdbcCatalogStore(database);
            List<String> carried = store.read(TestingRows::dump);
            assertThat(carried)
                    .hasSize(9)
                    .anySatisfy(row -> assertThat(row).contains("Partition(Values=[2], DatabaseName=b, TableName=t"));
            assertThat(store.<List<TableVersion>>read(tx -> tx.tables().listVersions("a", "t", Long.MAX_VALUE, 10)))
                    .extracting(TableVersion::versionId)
                    .containsExactly("1", "0");
            Instant begins = new JdbcChangeLog(database).begins().orElseThrow();
            assertThat(begins).isBetween(start.minusSeconds(1), Instant.now());
            store.<Boolean>write(tx -> tx.databases().delete("a")
                    && tx.tables().update(TestingRows.table("b", "t", 1), "0", Archive.KEEP));
            assertThat(store.<List<String>>readAt(begins, TestingRows::dump)).isEqualTo(carried);
        }
        try (SqliteDatabase again = SqliteDatabase.open(file)) {
            assertThat(new JdbcChangeLog(again).list(ChangeFilter.all(), Long.MAX_VALUE, 10))
                    .hasSize(2);
        }
    }

    @Test
    void refusesTheTablesOfALaterVersion() {
        Path file = folder.resolve("catalog.db");
        SqliteDatabase.open(file).close();
        try (Handle handle = Jdbi.create("jdbc:sqlite:" + file).open()) {
            handle.execute(
                    "INSERT INTO catalog_schema_history SELECT installed_rank + 1, '999', 'later', type, 'V999__later.sql', checksum,"
                            + " installed_by, installed_on, execution_time, success FROM catalog_schema_history"
                            + " ORDER BY installed_rank DESC LIMIT 1");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> SqliteDatabase.open(file))
                .withMessage(
                        "The tables in " + file + " are those of another version of Millrace, probably a later one."
                                + " Use that version, or other tables: another data folder (--data), or another catalog.url.");
    }

    private static void writeCatalogOfTheFirstRelease(String url) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:io/millrace/catalog/store/jdbc/migration")
                .table("catalog_schema_history")
                .target("5")
                .load()
                .migrate();
        try (Handle handle = Jdbi.create(url).open()) {
            for (String database : List.of("a", "b")) {
                handle.execute(
                        "INSERT INTO glue_databases VALUES (?, ?)",
                        database,
                        Definitions.write(TestingRows.database(database)));
                insertTable(handle, database);
            }
            handle.execute(
                    "INSERT INTO glue_table_versions VALUES ('a', 't', 0, ?)",
                    Definitions.write(TestingRows.table("a", "t", 0)));
            handle.execute(
                    "INSERT INTO glue_entities VALUES (?, 'note', 'n', ?)",
                    PartitionValuesKey.encode(EntityPath.table("b", "t")),
                    Definitions.write(TestingRows.database("note")));
        }
    }

    private static void insertTable(Handle handle, String database) {
        long version = database.equals("a") ? 1 : 0;
        handle.execute(
                "INSERT INTO glue_tables VALUES (?, 't', ?, ?)",
                database,
                version,
                Definitions.write(TestingRows.table(database, "t", version)));
        if (database.equals("b")) {
            handle.execute(
                    "INSERT INTO glue_partitions VALUES (?, 't', ?, ?)",
                    database,
                    PartitionValuesKey.encode(List.of("2")),
                    Definitions.write(TestingRows.partition(database, "t", 1, "2")));
        }
    }
}
