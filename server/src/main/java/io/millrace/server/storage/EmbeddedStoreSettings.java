package io.millrace.server.storage;

import io.millrace.catalog.storage.S3Settings.Credentials;
import java.nio.file.Path;

/**
 * How to start the embedded object store.
 *
 * @param s3proxyJar S3Proxy with everything that it needs, {@code server/target/s3proxy/s3proxy.jar} below the home folder
 * @param folder where buckets and objects are kept, one folder a bucket and one file an object; made if it does not exist
 * @param host the address to listen on; {@code 127.0.0.1} unless other machines run jobs
 * @param port the port to listen on, 0 for any free one
 * @param credentials the only key that the store accepts
 */
public record EmbeddedStoreSettings(Path s3proxyJar, Path folder, String host, int port, Credentials credentials) {
    private static final int MAX_PORT = 65_535;

    /** Checks the port and that the key is not empty: S3Proxy would serve everybody with an empty one. */
    public EmbeddedStoreSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("The object store's host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("The object store's port must be between 0 and 65535, but is " + port);
        }
        if (credentials.accessKeyId().isBlank() || credentials.secretAccessKey().isBlank()) {
            throw new IllegalArgumentException("The object store needs an access key id and a secret access key");
        }
    }

    /** The usual settings: S3Proxy where the build puts it, on the loopback address. */
    public static EmbeddedStoreSettings of(Path home, Path folder, int port, Credentials credentials) {
        return new EmbeddedStoreSettings(
                home.resolve("server/target/s3proxy/s3proxy.jar"), folder, "127.0.0.1", port, credentials);
    }
}
