package io.millrace.server.storage;

import io.millrace.catalog.storage.S3Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 endpoint on a local folder, served by S3Proxy in this server on a port of its own. Every request must be signed
 * (SigV4) with the one key of the settings.
 *
 * <p>It is for one machine: objects are plain files, so an object {@code a} and another {@code a/b} exclude each other, a
 * key with an empty segment ({@code a//b}) is refused, and there are no versions, tags or notifications. The folder's buckets survive a restart. Thread-safe.
 */
public final class EmbeddedObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedObjectStore.class);
    // S3Proxy does not check the region that a request is signed for.
    private static final String REGION = "us-east-1";

    private final S3ProxyServer server;
    private final S3Settings settings;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedObjectStore(S3ProxyServer server, S3Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /**
     * Starts the store; it answers when this method returns.
     *
     * @throws ObjectStoreException if the folder cannot be written, the port is taken, or S3Proxy's jar is missing
     */
    public static EmbeddedObjectStore start(EmbeddedStoreSettings settings) {
        Path folder = settings.folder().toAbsolutePath().normalize();
        checkFolder(folder);
        if (!Files.isRegularFile(settings.s3proxyJar())) {
            throw new ObjectStoreException("Cannot start the embedded object store: " + settings.s3proxyJar()
                    + " is missing; build the project first (./mvnw package)");
        }
        S3ProxyServer server = startServer(settings, folder);
        URI endpoint = URI.create("http://" + clientHost(settings.host()) + ":" + server.port());
        LOG.info("The embedded object store serves {} at {}", folder, endpoint);
        return new EmbeddedObjectStore(
                server, new S3Settings(Optional.of(endpoint), REGION, Optional.of(settings.credentials())));
    }

    private static S3ProxyServer startServer(EmbeddedStoreSettings settings, Path folder) {
        try {
            return S3ProxyServer.start(settings, folder);
        } catch (IOException e) {
            String where = settings.host() + ":" + settings.port();
            if (hasCause(e, BindException.class)) {
                throw new ObjectStoreException(
                        "Cannot start the embedded object store: " + where
                                + " is in use or not an address of this machine; choose another with --storage-port or"
                                + " storage.embedded-port in millrace.properties, 0 for any",
                        e);
            }
            throw new ObjectStoreException(
                    "Cannot start the embedded object store on " + where + ": " + e.getMessage(), e);
        }
    }

    private static void checkFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".millrace-", ".probe"));
        } catch (IOException e) {
            throw new ObjectStoreException(
                    "Cannot start the embedded object store: the folder " + folder + " cannot be written ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    e);
        }
    }

    /** A client on this machine reaches a store that listens on every address through the loopback one. */
    private static String clientHost(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public S3Settings settings() {
        return settings;
    }

    /** The port that the store listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop();
        }
    }
}
