package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.store.CatalogStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Partition;

class TestSqlitePartitionScan extends AbstractPartitionScanTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private @Nullable SqliteDatabase database;

    @Override
    CatalogDatabase emptyDatabase() {
        SqliteDatabase opened = SqliteDatabase.open(folder.resolve("catalog.db"));
        database = opened;
        return opened;
    }

    @AfterEach
    void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void encodesTheKeysOfADatabaseThatHasThemAsText() {
        Path file = folder.resolve("old.db");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:io/millrace/catalog/store/jdbc/migration")
                .table("catalog_schema_history")
                .target("6")
                .load()
                .migrate();
        List<List<String>> rows = List.of(List.of("0013", "a"), List.of("10", "b"), List.of("3", "\u0001"));
        Jdbi.create(url).useHandle(handle -> {
            handle.execute("INSERT INTO glue_databases (name, definition, since) VALUES ('d', '{\"Name\":\"d\"}', 1)");
            handle.execute("INSERT INTO glue_tables (id, database_name, name, version, definition, since)"
                    + " VALUES (7, 'd', 't', 0, '{\"Name\":\"t\",\"PartitionKeys\":"
                    + "[{\"Name\":\"n\",\"Type\":\"int\"},{\"Name\":\"s\",\"Type\":\"string\"}]}', 1)");
            for (List<String> values : rows) {
                Partition partition = Partition.builder().values(values).build();
                handle.execute(
                        "INSERT INTO glue_partitions (table_id, values_key, definition, since) VALUES (7, ?, ?, 1)",
                        PartitionValuesKey.encode(values),
                        Definitions.write(partition));
            }
        });
        try (SqliteDatabase migrated = SqliteDatabase.open(file)) {
            CatalogStore store = new JdbcCatalogStore(migrated);
            assertThat(store.<List<Partition>>read(tx -> tx.partitions().list("d", "t", any -> true, List.of(), 10)))
                    .extracting(Partition::values)
                    .containsExactly(rows.get(2), rows.get(1), rows.get(0));
            assertThat(store.<Optional<Partition>>read(tx -> tx.partitions().find("d", "t", rows.get(0))))
                    .isPresent();
        }
    }
}
