package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL does: refuse, get lost, and meet what it cannot store. */
class ITPostgresDatabase {
    private final PostgresSettings settings = PostgresServer.newDatabase();

    @Test
    void saysInOneSentenceWhyItCannotBeOpened() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://localhost:" + free + "/x";
        assertThatThrownBy(() -> PostgresDatabase.open(new PostgresSettings(url, "me", "geheim")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "Cannot open the catalog at " + url + " as me: Connection to localhost:" + free + " refused.")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> PostgresDatabase.open(
                        new PostgresSettings(PostgresServer.url("nowhere"), "postgres", "geheim")))
                .hasMessageEndingWith("as postgres: FATAL: database \"nowhere\" does not exist");
        assertThatThrownBy(() -> PostgresDatabase.open(new PostgresSettings(settings.url(), "nobody", "geheim")))
                .hasMessageContaining("nobody")
                .hasMessageNotContaining("geheim");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresSettings("jdbc:mysql://x/y", "u", "p"))
                .withMessageContaining("jdbc:postgresql:");
    }

    @Test
    void failsClearlyWhenTheConnectionIsLostAndRecovers() {
        try (PostgresDatabase database = PostgresDatabase.open(settings)) {
            CatalogStore store = new JdbcCatalogStore(database);
            assertThatThrownBy(() -> store.<Boolean>write(tx -> {
                        tx.databases().insert(TestingRows.database("lost"));
                        dropConnections();
                        return tx.databases().insert(TestingRows.database("too"));
                    }))
                    .isInstanceOfSatisfying(
                            CatalogException.class,
                            e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INTERNAL_SERVICE))
                    .hasMessageStartingWith("The catalog's database cannot be reached or was lost");
            assertThatThrownBy(() -> store.<Boolean>read(tx -> {
                        tx.databases().find("lost");
                        dropConnections();
                        return tx.databases().find("lost").isPresent();
                    }))
                    .hasMessageStartingWith("The catalog's database cannot be reached or was lost");
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(CatalogException.class)
                    .until(() -> store.<Boolean>write(tx -> tx.databases().insert(TestingRows.database("kept"))));
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(CatalogException.class)
                    .until(() -> store.<Boolean>read(
                            tx -> tx.databases().find("kept").isPresent()));
            assertThat(store.<Boolean>read(tx -> tx.databases().find("lost").isPresent()))
                    .isFalse();
        }
    }

    @Test
    void refusesWhatPostgresCannotKeepAndGoesOn() {
        try (PostgresDatabase database = PostgresDatabase.open(settings)) {
            CatalogStore store = new JdbcCatalogStore(database);
            assertThatThrownBy(
                            () -> store.<Boolean>write(tx -> tx.databases().insert(TestingRows.database("a\u0000b"))))
                    .isInstanceOfSatisfying(
                            CatalogException.class,
                            e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT));
            assertThat(store.<Boolean>write(tx -> tx.databases()
                            .insert(TestingRows.database("ok").toBuilder()
                                    .description("a\u0000b")
                                    .build())))
                    .isTrue();
            assertThat(store.read(tx -> tx.databases().find("ok")).orElseThrow().description())
                    .isEqualTo("a\u0000b");
        }
    }

    private void dropConnections() {
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }
}
