package io.millrace.server.fault;

import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.config.ServerConfig;
import java.nio.file.Path;

/** The past of a server on its own file. */
class ITSqlitePast extends AbstractCatalogPastTests {
    @Override
    ServerConfig configure(Path data) {
        return ServerConfig.local(data);
    }

    @Override
    CatalogDatabase open(Path data) {
        return SqliteDatabase.open(data.resolve("millrace.db"));
    }
}
