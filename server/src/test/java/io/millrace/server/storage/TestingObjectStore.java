package io.millrace.server.storage;

import io.millrace.catalog.storage.S3Settings.Credentials;
import java.nio.file.Path;

/** Starts embedded stores for tests. */
final class TestingObjectStore {
    static final Credentials KEY = new Credentials("AKIATESTING", "testing-secret");

    private TestingObjectStore() {}

    static EmbeddedObjectStore start(Path folder) {
        return EmbeddedObjectStore.start(settings(folder, 0));
    }

    static EmbeddedStoreSettings settings(Path folder, int port) {
        return EmbeddedStoreSettings.of(Path.of(System.getProperty("millrace.home")), folder, port, KEY);
    }
}
