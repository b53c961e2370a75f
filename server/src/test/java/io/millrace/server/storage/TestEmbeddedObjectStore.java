package io.millrace.server.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class TestEmbeddedObjectStore extends AbstractObjectStoreTests {
    private static EmbeddedObjectStore store;

    @BeforeAll
    static void start(@TempDir Path folder) {
        store = TestingObjectStore.start(folder);
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    /** S3Proxy's Jetty folds the slashes before the signature is checked, so that it does not fit. */
    @Override
    boolean keepsEmptyPathSegments() {
        return false;
    }
}
