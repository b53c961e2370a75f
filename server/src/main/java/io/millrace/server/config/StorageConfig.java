package io.millrace.server.config;

import io.millrace.catalog.storage.S3Settings;
import java.util.Optional;

/**
 * Which object store the server works on.
 *
 * @param external B2 or another S3 endpoint; empty for the embedded store
 * @param embeddedPort the embedded store's port, 0 for a free one
 * @param webhookSecret of B2's event notifications; with it they take the place of polling
 */
public record StorageConfig(Optional<S3Settings> external, int embeddedPort, Optional<WebhookSecret> webhookSecret) {
    /** The embedded store's port when nothing else is said. */
    public static final int DEFAULT_EMBEDDED_PORT = 8586;

    /** Checks the port. */
    public StorageConfig {
        if (embeddedPort < 0 || embeddedPort > 65_535) {
            throw new IllegalArgumentException("storage.embedded-port must be from 0 to 65535, but is " + embeddedPort);
        }
    }

    /** A store that is polled for events. */
    public StorageConfig(Optional<S3Settings> external, int embeddedPort) {
        this(external, embeddedPort, Optional.empty());
    }

    /** The embedded store on a folder below the data folder. */
    public static StorageConfig embedded(int port) {
        return new StorageConfig(Optional.empty(), port);
    }
}
