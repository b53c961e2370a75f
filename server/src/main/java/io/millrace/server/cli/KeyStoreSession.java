package io.millrace.server.cli;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.audit.AuditLog;
import io.millrace.server.audit.LocalChange;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.ServerConfigFile;
import io.millrace.server.data.DataFolder;
import io.millrace.server.identity.AccessKeyOperations;
import io.millrace.server.identity.MasterKeyCipher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The keys of a data folder's catalog, opened beside its server or without one. */
final class KeyStoreSession implements AutoCloseable {
    private final Path data;
    private final CatalogDatabase database;
    private final AccessKeyOperations operations;

    private KeyStoreSession(Path data, CatalogDatabase database, AccessKeyOperations operations) {
        this.data = data;
        this.database = database;
        this.operations = operations;
    }

    static KeyStoreSession open(Path data) {
        if (!Files.isDirectory(data)) {
            throw new IllegalStateException("There is no data folder " + data
                    + ". Name one with --data, or make it with ./millrace serve --data " + data);
        }
        ServerConfig config = ServerConfigFile.read(data.resolve(ServerConfigFile.FILE_NAME), data);
        MasterKeyCipher cipher = new MasterKeyCipher(config.security().masterKey(data));
        InstantSource clock = InstantSource.system();
        Optional<PostgresSettings> shared = config.catalog().shared();
        CatalogDatabase database = shared.isPresent()
                ? PostgresDatabase.open(shared.get())
                : SqliteDatabase.open(DataFolder.databaseFile(data));
        AccessKeyOperations operations = new AccessKeyOperations(new JdbcCatalogStore(database, clock), cipher, clock);
        return new KeyStoreSession(data, database, operations);
    }

    AccessKeyOperations operations() {
        return operations;
    }

    /**
     * Changes something and notes it in the audit log.
     *
     * @param action such as {@code millrace:CreateAccessKey}
     * @param resources what was changed, as far as the result tells
     */
    <T> T change(String action, Supplier<T> work, Function<T, List<String>> resources) {
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
