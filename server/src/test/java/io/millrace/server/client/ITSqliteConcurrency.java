package io.millrace.server.client;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.List;

/** One server on its own file. */
class ITSqliteConcurrency extends AbstractCatalogConcurrencyTests {
    @Override
    List<TestingServer> startServers(Path folder) {
        return List.of(TestingServer.start(folder));
    }
}
