package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;

/** The catalog's store opened beside a server that may run, for commands that need no server. */
public final class CatalogAccess implements AutoCloseable {
    private final CatalogDatabase database;
    private final CatalogStore store;

    private CatalogAccess(CatalogDatabase database) {
        this.database = database;
        this.store = new JdbcCatalogStore(database);
    }
}
