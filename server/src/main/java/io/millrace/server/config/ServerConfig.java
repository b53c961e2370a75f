package io.millrace.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One server's configuration.
 *
 * @param dataFolder everything that the server keeps: database, embedded objects, runs, functions, logs
 * @param bindAddress the address that both ports listen on
 * @param port the port of every AWS service, 0 for a free one
 * @param region the region that requests are signed for and that ARNs name
 * @param storage the object store
 * @param queryOutputLocation where query results go that name no place of their own
 * @param notifications which new objects invoke which function
 * @param observability metrics and log
 * @param security the master key and the audit log
 * @param catalog where the catalog is kept
 */
public record ServerConfig(
        Path dataFolder,
        String bindAddress,
        int port,
        String region,
        StorageConfig storage,
        Optional<String> queryOutputLocation,
        List<NotificationConfig> notifications,
        ObservabilityConfig observability,
        SecurityConfig security,
        CatalogConfig catalog) {
    /** The port of every AWS service when nothing else is said. */
    public static final int DEFAULT_PORT = 8585;

    /** The region when nothing else is said. */
    public static final String DEFAULT_REGION = "us-east-1";

    /** Checks the port and copies the list. */
    public ServerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("server.port must be from 0 to 65535, but is " + port);
        }
        if (region.isBlank()) {
            throw new IllegalArgumentException("server.region must not be empty");
        }
        queryOutputLocation.ifPresent(location -> {
            if (!location.startsWith("s3://")) {
                throw new IllegalArgumentException("query.output-location must begin with s3://, but is " + location);
            }
        });
        notifications = List.copyOf(notifications);
    }

    /** A server on free ports of this machine with the embedded store: what tests and demos start. */
    public static ServerConfig local(Path dataFolder) {
        return new ServerConfig(
                dataFolder,
                "127.0.0.1",
                0,
                DEFAULT_REGION,
                StorageConfig.embedded(0),
                Optional.empty(),
                List.of(),
                ObservabilityConfig.defaults(),
                SecurityConfig.DEFAULT,
                CatalogConfig.local());
    }

    /** The same with other notifications. */
    public ServerConfig withNotifications(List<NotificationConfig> others) {
        return new ServerConfig(
                dataFolder,
                bindAddress,
                port,
                region,
                storage,
                queryOutputLocation,
                others,
                observability,
                security,
                catalog);
    }

    /** The same on another port. */
    public ServerConfig withPort(int other) {
        return new ServerConfig(
                dataFolder,
                bindAddress,
                other,
                region,
                storage,
                queryOutputLocation,
                notifications,
                observability,
                security,
                catalog);
    }

    /** The same with the embedded store on another port. */
    public ServerConfig withStoragePort(int other) {
        return new ServerConfig(
                dataFolder,
                bindAddress,
                port,
                region,
                new StorageConfig(storage.external(), other, storage.webhookSecret()),
                queryOutputLocation,
                notifications,
                observability,
                security,
                catalog);
    }

    /** The same with another object store. */
    public ServerConfig withStorage(StorageConfig other) {
        return new ServerConfig(
                dataFolder,
                bindAddress,
                port,
                region,
                other,
                queryOutputLocation,
                notifications,
                observability,
                security,
                catalog);
    }

    /** The same with the catalog in another place. */
    public ServerConfig withCatalog(CatalogConfig other) {
        return new ServerConfig(
                dataFolder,
                bindAddress,
                port,
                region,
                storage,
                queryOutputLocation,
                notifications,
                observability,
                security,
                other);
    }
}
