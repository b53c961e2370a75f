package io.millrace.server.cli;

import io.millrace.server.CatalogAccess;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.ServerConfigFile;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.AccessKeyOperations;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The keys of a data folder's catalog, opened beside its server or without one. */
final class KeyStoreSession implements AutoCloseable {
    private final CatalogAccess catalog;
    private final AccessKeyOperations operations;

    private KeyStoreSession(CatalogAccess catalog, AccessKeyOperations operations) {
        this.catalog = catalog;
        this.operations = operations;
    }

    static KeyStoreSession open(Path data) {
        ServerConfig config = ServerConfigFile.read(data.resolve(ServerConfigFile.FILE_NAME), data);
        CatalogAccess catalog = CatalogAccess.openOrCreate(config);
        MasterKeyCipher cipher = new MasterKeyCipher(config.security().masterKey(data));
        return new KeyStoreSession(catalog, new AccessKeyOperations(catalog.store(), cipher, InstantSource.system()));
    }

    AccessKeyOperations operations() {
        return operations;
    }

    /** See {@link CatalogAccess#change}. */
    <T> T change(String action, Supplier<T> work, Function<T, List<String>> resources) {
        return catalog.change(action, work, resources);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
