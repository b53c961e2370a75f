package io.millrace.catalog.connection;

import io.millrace.catalog.connection.ConnectionSecrets.Disclosure;
import io.millrace.catalog.store.CatalogStore;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Connection;

/**
 * The catalog's connections for parts of this server that connect by them: with their passwords in the clear, whatever the encryption
 * settings say, which are about what clients are told. What it gives must not be logged or sent. Thread-safe.
 */
public final class StoredConnections {
    private final CatalogStore store;
    private final ConnectionSecrets secrets;

    /** The connections of a store, whose secrets {@code cipher} sealed. */
    public StoredConnections(CatalogStore store, SecretCipher cipher) {
        this.store = store;
        this.secrets = new ConnectionSecrets(cipher);
    }

    /** The connection, or empty. @throws CatalogException GlueEncryptionException if its password does not open */
    public Optional<Connection> find(String name) {
        return store.read(tx -> ConnectionOperations.find(tx, name))
                .map(stored -> secrets.disclosed(stored, Disclosure.PLAIN));
    }
}
