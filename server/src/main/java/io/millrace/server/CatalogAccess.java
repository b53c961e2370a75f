package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.audit.AuditLog;
import io.millrace.server.audit.LocalChange;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The catalog's store opened beside a server that may run, for commands that need no server. */
public final class CatalogAccess implements AutoCloseable {
    private final Path data;
    private final CatalogDatabase database;
    private final CatalogStore store;

    private CatalogAccess(Path data, CatalogDatabase database) {
        this.data = data;
        this.database = database;
        this.store = new JdbcCatalogStore(database, InstantSource.system());
    }

    /**
     * Opens the catalog that a server with this configuration works on.
     *
     * @throws IllegalStateException if there is no catalog in the data folder yet, or its PostgreSQL cannot be reached
     */
    public static CatalogAccess open(ServerConfig config) {
        Path file = DataFolder.databaseFile(config.dataFolder());
        if (config.catalog().shared().isEmpty() && !Files.exists(file)) {
            throw new IllegalStateException("There is no catalog in " + config.dataFolder()
                    + " yet. Start a server there once with ./millrace serve --data " + config.dataFolder()
                    + ", or name another folder with --data.");
        }
        return openOrCreate(config);
    }

    /**
     * Opens the catalog, making it when the data folder has none.
     *
     * @throws IllegalStateException if there is no data folder, or its PostgreSQL cannot be reached
     */
    public static CatalogAccess openOrCreate(ServerConfig config) {
        Path data = config.dataFolder();
        if (!Files.isDirectory(data)) {
            throw new IllegalStateException("There is no data folder " + data
                    + ". Name one with --data, or make it with ./millrace serve --data " + data);
        }
        Optional<PostgresSettings> shared = config.catalog().shared();
        return new CatalogAccess(
                data,
                shared.isPresent()
                        ? PostgresDatabase.open(shared.get())
                        : SqliteDatabase.open(DataFolder.databaseFile(data)));
    }

    /** The catalog. */
    public CatalogStore store() {
        return store;
    }

    /** Its history. */
    public ChangeLog changes() {
        return new JdbcChangeLog(database);
    }

    /**
     * Changes something in the name of the operating system's user, and notes it in the audit log.
     *
     * @param action such as {@code millrace:CreateAccessKey}
     * @param resources what was changed, as far as the result tells
     */
    public <T> T change(String action, Supplier<T> work, Function<T, List<String>> resources) {
        String principal = "local/" + System.getProperty("user.name");
        T result = new ChangeAuthor(principal, action, "").call(work);
        AuditLog.append(data, new LocalChange(principal, action, resources.apply(result)), InstantSource.system());
        return result;
    }

    @Override
    public void close() {
        database.close();
    }
}
