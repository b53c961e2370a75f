package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.catalog.PostgresServer;
import io.millrace.server.config.ServerConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GlueException;

/** Deaths of a server on PostgreSQL; every third time PostgreSQL crashes before, and the server lives on. */
class ITPostgresDeath extends AbstractCatalogDeathTests {
    private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(60);

    private final PostgresSettings database = PostgresServer.newDatabase();

    @Override
    void configure(Path data) throws Exception {
        // The test's PostgreSQL acknowledges before it writes its log, unless told.
        PostgresServer.execute("ALTER DATABASE %s SET synchronous_commit = on".formatted(name()));
        Files.write(
                data.resolve(ServerConfigFile.FILE_NAME),
                List.of(
                        "catalog.url=" + database.url(),
                        "catalog.user=" + database.user(),
                        "catalog.password=" + database.password()));
    }

    /** The third is the one that PostgreSQL dies. */
    @Override
    int someDeaths() {
        return 3;
    }

    @Override
    void strike(Path data, int round, Random random) throws Exception {
        if (round % 3 == 2) {
            killBackend();
            try (GlueClient glue = client(data)) {
                await().atMost(RECOVERY_PATIENCE)
                        .ignoreException(GlueException.class)
                        .until(() -> glue.getDatabases(request -> {}).hasDatabaseList());
            }
            // Writers whose call was not under way go on, until this:
        }
        super.strike(data, round, random);
    }

    private String name() {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    /** PostgreSQL ends all connections and replays its log when one of its processes dies so. */
    private void killBackend() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity"
                        + " WHERE application_name = 'millrace' AND datname = current_database()"
                        + " ORDER BY state_change DESC LIMIT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(ProcessHandle.of(rows.getLong(1)).orElseThrow().destroyForcibly())
                    .isTrue();
        }
    }
}
