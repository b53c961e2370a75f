package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The catalog's store opened beside a server that may run, for commands that need no server. */
public final class CatalogAccess implements AutoCloseable {
    private final CatalogDatabase database;
    private final CatalogStore store;

    private CatalogAccess(CatalogDatabase database) {
        this.database = database;
        this.store = new JdbcCatalogStore(database);
    }

    /**
     * Opens the catalog that a server with this configuration works on.
     *
     * @throws IllegalStateException if there is no such data folder yet, or its PostgreSQL cannot be reached
     */
    public static CatalogAccess open(ServerConfig config) {
        Optional<PostgresSettings> shared = config.catalog().shared();
        if (shared.isPresent()) {
            return new CatalogAccess(PostgresDatabase.open(shared.get()));
        }
        Path file = DataFolder.databaseFile(config.dataFolder());
        if (!Files.exists(file)) {
            throw new IllegalStateException("There is no catalog in " + config.dataFolder()
                    + " yet. Start a server there once with ./millrace serve --data " + config.dataFolder()
                    + ", or name another folder with --data.");
        }
        return new CatalogAccess(SqliteDatabase.open(file));
    }

    /** The catalog. */
    public CatalogStore store() {
        return store;
    }

    /** Its history. */
    public ChangeLog changes() {
        return new JdbcChangeLog(database);
    }

    @Override
    public void close() {
        database.close();
    }
}
