package io.millrace.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Table;

/** Two servers with one catalog on PostgreSQL. */
class ITSharedCatalog {
    private static final int THREADS = 4;
    private static final int INCREMENTS = 25;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void addsUpCountersThatClientsOfTwoServersRaise() throws Exception {
        PostgresSettings database = PostgresServer.newDatabase();
        try (TestingServer one = start("one", database);
                TestingServer two = start("two", database);
                GlueClient first = one.glue();
                GlueClient second = two.glue()) {
            first.createDatabase(create -> create.databaseInput(input -> input.name("d")));
            second.createTable(create ->
                    create.databaseName("d").tableInput(input -> input.name("t").parameters(Map.of("count", "0"))));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    GlueClient glue = i % 2 == 0 ? first : second;
                    running.add(threads.submit(() -> raise(glue)));
                }
                for (Future<?> future : running) {
                    future.get(2, TimeUnit.MINUTES);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(count(table(first))).isEqualTo(THREADS * INCREMENTS);
            assertThat(count(table(second))).isEqualTo(THREADS * INCREMENTS);
        }
    }

    private static void raise(GlueClient glue) {
        for (int done = 0; done < INCREMENTS; ) {
            Table current = table(glue);
            try {
                glue.updateTable(update -> update.databaseName("d")
                        .versionId(current.versionId())
                        .skipArchive(true)
                        .tableInput(input ->
                                input.name("t").parameters(Map.of("count", String.valueOf(count(current) + 1)))));
                done++;
            } catch (ConcurrentModificationException e) {
                // Another one was first: read again.
            }
        }
    }

    @Test
    void saysWhyItCannotStart() {
        PostgresSettings database = PostgresServer.newDatabase();
        PostgresSettings wrong = new PostgresSettings(database.url() + "x", database.user(), "geheim");
        assertThatThrownBy(() -> start("three", wrong).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot open the catalog at " + wrong.url() + " as postgres: FATAL: database ")
                .hasMessageEndingWith("does not exist");
    }

    private TestingServer start(String name, PostgresSettings database) {
        return TestingSharedServer.start(folder, name, database);
    }

    private static Table table(GlueClient glue) {
        return glue.getTable(get -> get.databaseName("d").name("t")).table();
    }

    private static int count(Table table) {
        return Integer.parseInt(table.parameters().get("count"));
    }
}
