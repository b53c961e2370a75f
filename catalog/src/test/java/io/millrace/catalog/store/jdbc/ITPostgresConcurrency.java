package io.millrace.catalog.store.jdbc;

class ITPostgresConcurrency extends AbstractCatalogConcurrencyTests {
    private final PostgresSettings settings = PostgresServer.newDatabase();

    @Override
    CatalogDatabase openSame() {
        return PostgresDatabase.open(settings);
    }
}
