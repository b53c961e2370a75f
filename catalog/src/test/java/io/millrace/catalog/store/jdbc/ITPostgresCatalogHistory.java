package io.millrace.catalog.store.jdbc;

class ITPostgresCatalogHistory extends AbstractCatalogHistoryTests {
    @Override
    CatalogDatabase openEmpty() {
        return PostgresDatabase.open(PostgresServer.newDatabase());
    }
}
