package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.metadata.DatabaseOperations;
import io.millrace.catalog.metadata.TableOperations;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.TableInput;

/** A store on a fresh SQLite file, with what operations need besides: page tokens and a clock that stands until it is set. */
public final class TestingStore implements AutoCloseable {
    /** The clock's first time. */
    public static final Instant NOW = Instant.parse("2026-11-22T05:00:00.123Z");

    /** The store. */
    public final CatalogStore store;

    /** Tokens with a checksum. */
    public final PageTokens tokens = PageTokens.withChecksum();

    /** Operations on databases, to make them. */
    public final DatabaseOperations databases;

    /** Operations on tables, to make them. */
    public final TableOperations tables;

    private final SqliteDatabase database;
    private Instant now = NOW;

    /** Opens {@code catalog.db} in the folder. */
    public TestingStore(Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        store = new JdbcCatalogStore(database, clock());
        databases = new DatabaseOperations(store, tokens, clock());
        tables = new TableOperations(store, tokens, clock());
    }

    /** The clock. */
    public InstantSource clock() {
        return () -> now;
    }

    /** Sets the clock. */
    public void setNow(Instant time) {
        now = time;
    }

    /** The other components' entrance to the file. */
    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Makes a database. */
    public void createDatabase(String name) {
        databases.createDatabase(
                CreateDatabaseRequest.builder().databaseInput(d -> d.name(name)).build());
    }

    /** Makes a table. */
    public void createTable(String databaseName, TableInput input) {
        tables.createTable(CreateTableRequest.builder()
                .databaseName(databaseName)
                .tableInput(input)
                .build());
    }

    /** Asserts that a call is refused just so. */
    public static void assertRefused(CatalogErrorCode code, String message, ThrowingCallable call) {
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
