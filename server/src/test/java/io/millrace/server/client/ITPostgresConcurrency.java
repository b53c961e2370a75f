package io.millrace.server.client;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.TestingServer;
import io.millrace.server.catalog.PostgresServer;
import io.millrace.server.config.CatalogConfig;
import io.millrace.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Two servers on one database. */
class ITPostgresConcurrency extends AbstractCatalogConcurrencyTests {
    @Override
    List<TestingServer> startServers(Path folder) {
        PostgresSettings database = PostgresServer.newDatabase();
        return Stream.of("one", "two")
                .map(name -> TestingServer.start(
                        ServerConfig.local(folder.resolve(name)).withCatalog(CatalogConfig.shared(database))))
                .toList();
    }
}
