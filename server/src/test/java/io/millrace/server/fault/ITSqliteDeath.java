package io.millrace.server.fault;

import java.nio.file.Path;

/** Deaths of a server on its own file. */
class ITSqliteDeath extends AbstractCatalogDeathTests {
    @Override
    void configure(Path data) {}
}
