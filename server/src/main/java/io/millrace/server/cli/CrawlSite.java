package io.millrace.server.cli;

import io.millrace.catalog.crawl.CrawlEngine;
import io.millrace.catalog.crawl.CrawlMemory;
import io.millrace.catalog.crawl.CrawlSettings;
import io.millrace.catalog.crawl.FolderObjectReader;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.S3ObjectReader;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlLedger;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.CatalogAccess;
import io.millrace.server.MillraceHome;
import io.millrace.server.ServerParts;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.DataFolder;
import io.millrace.server.data.ServerNote;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What a crawl from the command line works on: the catalog and the object store of a data folder, whether its server runs or not. Close it
 * to close what it opened.
 */
final class CrawlSite implements AutoCloseable {
    private final ServerConfig config;
    private final ServerParts parts = new ServerParts();

    CrawlSite(ServerConfig config) {
        this.config = config;
    }

    /** Opens the catalog. */
    CatalogAccess catalog() {
        return add(CatalogAccess.open(config));
    }

    /** The catalog to compare with: an empty one where the data folder has none yet. */
    CatalogStore catalogToCompare() {
        boolean exists =
                config.catalog().shared().isPresent() || Files.exists(DataFolder.databaseFile(config.dataFolder()));
        return exists ? catalog().store() : emptyCatalog();
    }

    private CatalogStore emptyCatalog() {
        try {
            Path folder = Files.createTempDirectory("millrace-crawl");
            parts.add(() -> delete(folder));
            return new JdbcCatalogStore(add(SqliteDatabase.open(folder.resolve("catalog.db"))), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** An engine for which each crawl is the first. */
    CrawlEngine engine(ObjectReader reader, CatalogStore catalog) {
        return add(new CrawlEngine(reader, catalog, CrawlSettings.defaults(), InstantSource.system()));
    }

    /** An engine that knows what crawls of this data folder saw. */
    CrawlEngine remembering(ObjectReader reader, CatalogAccess catalog) {
        SqliteDatabase own = add(SqliteDatabase.open(DataFolder.databaseFile(config.dataFolder())));
        CrawlMemory memory = new CrawlMemory(new JdbcCrawlLedger(own.jdbi()), catalog.changes());
        return add(new CrawlEngine(reader, catalog.store(), memory, CrawlSettings.defaults(), InstantSource.system()));
    }

    /** The files of this machine. */
    static ObjectReader files() {
        return FolderObjectReader.ofMachine();
    }

    /** The objects of the data folder's object store. */
    ObjectReader objects() {
        return new S3ObjectReader(store());
    }

    /** A client of the data folder's object store. */
    S3Client store() {
        return add(S3Clients.create(storage()));
    }

    private S3Settings storage() {
        return config.storage().external().orElseGet(this::embedded);
    }

    private S3Settings embedded() {
        Path data = config.dataFolder();
        AdministratorKey key = AdministratorKey.load(data)
                .orElseThrow(() -> new IllegalStateException("There is no data folder " + data
                        + " with objects or with an object store in its millrace.properties. Name one with --data, or make it with"
                        + " ./millrace serve --data " + data));
        S3Settings.Credentials credentials = new S3Settings.Credentials(key.accessKeyId(), key.secretAccessKey());
        Optional<URI> running = ServerNote.read(data).map(ServerNote::storageEndpoint);
        if (running.isPresent()) {
            return new S3Settings(running, config.region(), Optional.of(credentials));
        }
        DataFolder folder = add(DataFolder.open(data));
        return add(EmbeddedObjectStore.start(new EmbeddedStoreSettings(
                        MillraceHome.fromSystemProperty().s3ProxyJar(), folder.objects(), "127.0.0.1", 0, credentials)))
                .settings();
    }

    private <T extends AutoCloseable> T add(T part) {
        return parts.add(part);
    }

    @Override
    public void close() {
        parts.close();
    }
}
