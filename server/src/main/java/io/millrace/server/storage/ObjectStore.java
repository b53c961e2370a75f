package io.millrace.server.storage;

import io.millrace.catalog.storage.S3Settings;

/** An object store that is ready for use: its settings work until it is closed. */
public sealed interface ObjectStore extends AutoCloseable permits EmbeddedObjectStore, ExternalObjectStore {
    /** Where the store is and the key to reach it with. */
    S3Settings settings();

    /** Frees what this object started; an external store itself is left as it is. Closing twice does nothing more. */
    @Override
    void close();
}
