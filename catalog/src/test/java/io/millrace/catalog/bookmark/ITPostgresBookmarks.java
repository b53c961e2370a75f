package io.millrace.catalog.bookmark;

import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresServer;

final class ITPostgresBookmarks extends AbstractBookmarkTests {
    @Override
    CatalogDatabase emptyDatabase() {
        return PostgresDatabase.open(PostgresServer.newDatabase());
    }
}
