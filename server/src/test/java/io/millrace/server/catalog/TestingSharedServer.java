package io.millrace.server.catalog;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.TestingServer;
import io.millrace.server.config.CatalogConfig;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Starts servers that share a catalog on PostgreSQL, each with a data folder of its own and all with one master key. */
public final class TestingSharedServer {
    private TestingSharedServer() {}

    /** Starts the server {@code name}, again or for the first time; {@code folder} is the same for those that share. */
    public static TestingServer start(Path folder, String name, PostgresSettings database) {
        Path data = folder.resolve(name);
        MasterKey.loadOrCreate(folder);
        try {
            Files.createDirectories(data);
            Files.copy(
                    folder.resolve(MasterKey.FILE_NAME),
                    data.resolve(MasterKey.FILE_NAME),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TestingServer.start(ServerConfig.local(data).withCatalog(CatalogConfig.shared(database)));
    }
}
