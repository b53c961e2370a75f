package io.millrace.catalog.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;

/** All operations on a fresh SQLite file, at a standing clock. */
final class TestingCatalog implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T05:00:00.123Z");

    final DatabaseOperations databases;
    final TableOperations tables;
    final TableVersionOperations versions;
    final PartitionOperations partitions;
    final PartitionBatchOperations batches;
    final PartitionIndexOperations indexes;
    private final SqliteDatabase database;

    TestingCatalog(Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        CatalogStore store = new JdbcCatalogStore(database);
        PageTokens tokens = PageTokens.withChecksum();
        InstantSource clock = InstantSource.fixed(NOW);
        databases = new DatabaseOperations(store, tokens, clock);
        tables = new TableOperations(store, tokens, clock);
        versions = new TableVersionOperations(store, tokens);
        partitions = new PartitionOperations(store, tokens, clock);
        indexes = new PartitionIndexOperations(store, tokens);
        batches = new PartitionBatchOperations(store, clock);
    }

    void createDatabase(String name) {
        databases.createDatabase(
                CreateDatabaseRequest.builder().databaseInput(d -> d.name(name)).build());
    }

    void createTable(String database, String name, String... keys) {
        tables.createTable(CreateTableRequest.builder()
                .databaseName(database)
                .tableInput(table(name, keys))
                .build());
    }

    static TableInput table(String name, String... keys) {
        List<Column> columns = Arrays.stream(keys)
                .map(key -> Column.builder().name(key).type("string").build())
                .toList();
        return TableInput.builder().name(name).partitionKeys(columns).build();
    }

    static PartitionInput partition(String... values) {
        return PartitionInput.builder()
                .values(values)
                .storageDescriptor(StorageDescriptor.builder()
                        .location("s3://b/" + String.join("/", values))
                        .columns(Column.builder().name("c").type("int").build())
                        .build())
                .build();
    }

    static void assertRefused(CatalogErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Override
    public void close() {
        database.close();
    }
}
