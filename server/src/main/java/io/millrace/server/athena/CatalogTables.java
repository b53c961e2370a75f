package io.millrace.server.athena;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.etl.sql.TableCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** The server's own catalog as the SQL engine's. Thread-safe. */
public final class CatalogTables implements TableCatalog {
    private static final int PAGE = 1000;

    private final CatalogStore store;

    /** The tables of a store. */
    public CatalogTables(CatalogStore store) {
        this.store = store;
    }

    @Override
    public boolean databaseExists(String database) {
        return store.read(catalog -> catalog.databases().find(database).isPresent());
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        return store.read(catalog -> catalog.tables().find(database, table));
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        return store.read(catalog -> {
            List<Partition> all = new ArrayList<>();
            List<String> after = List.of();
            List<Partition> page;
            do {
                page = catalog.partitions().list(database, table, values -> true, after, PAGE);
                all.addAll(page);
                after = page.isEmpty() ? after : page.get(page.size() - 1).values();
            } while (page.size() == PAGE);
            return all;
        });
    }
}
