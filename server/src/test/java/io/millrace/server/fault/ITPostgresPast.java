package io.millrace.server.fault;

import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.catalog.PostgresServer;
import io.millrace.server.config.CatalogConfig;
import io.millrace.server.config.ServerConfig;
import java.nio.file.Path;

/** The past of a server on PostgreSQL. */
class ITPostgresPast extends AbstractCatalogPastTests {
    private final PostgresSettings database = PostgresServer.newDatabase();

    @Override
    ServerConfig configure(Path data) {
        return ServerConfig.local(data).withCatalog(CatalogConfig.shared(database));
    }

    @Override
    CatalogDatabase open(Path data) {
        return PostgresDatabase.open(database);
    }
}
