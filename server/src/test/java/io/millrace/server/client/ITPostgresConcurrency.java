package io.millrace.server.client;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.TestingServer;
import io.millrace.server.catalog.PostgresServer;
import io.millrace.server.catalog.TestingSharedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Two servers on one database. */
class ITPostgresConcurrency extends AbstractCatalogConcurrencyTests {
    @Override
    List<TestingServer> startServers(Path folder) {
        PostgresSettings database = PostgresServer.newDatabase();
        return Stream.of("one", "two")
                .map(name -> TestingSharedServer.start(folder, name, database))
                .toList();
    }
}
