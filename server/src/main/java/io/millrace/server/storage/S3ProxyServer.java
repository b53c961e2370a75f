package io.millrace.server.storage;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3Proxy inside a class loader that sees the platform, S3Proxy's own jar, and of ours only what stands in front of its store
 * ({@code storage.ordered}): its Jetty, SDK and logging are other versions than the server's. Only types of the JDK
 * cross the border, so it is called by reflection.
 */
final class S3ProxyServer {
    private static final Logger LOG = LoggerFactory.getLogger(S3ProxyServer.class);
    private static final String PROVIDER = "filesystem-nio2";
    private static final String STORE = "org.gaul.s3proxy.blobstore.BlobStore";
    private static final String ORDERED_STORE = "io.millrace.server.storage.ordered.OrderedBlobStore";
    private static final String LOGGING = "s3proxy/logback.xml";

    private final URLClassLoader loader;
    private final Object server;
    private final Object blobStore;
    private final int port;

    private S3ProxyServer(URLClassLoader loader, Object server, Object blobStore, int port) {
        this.loader = loader;
        this.server = server;
        this.blobStore = blobStore;
        this.port = port;
    }

    static S3ProxyServer start(EmbeddedStoreSettings settings, Path folder) throws IOException {
        return start(
                settings,
                folder,
                (loader, store) -> loader.loadClass(ORDERED_STORE)
                        .getMethod("inFrontOf", Object.class, Path.class, InstantSource.class)
                        .invoke(null, store, folder, InstantSource.system()));
    }

    /** With that in front of S3Proxy's own store. */
    static S3ProxyServer start(EmbeddedStoreSettings settings, Path folder, StoreFront front) throws IOException {
        S3ProxyLoader loader =
                new S3ProxyLoader(loggingFolder(), settings.s3proxyJar().toUri().toURL());
        try {
            return inside(loader, () -> startInside(loader, properties(settings, folder), front));
        } catch (IOException | RuntimeException e) {
            loader.close();
            throw e;
        }
    }

    private static S3ProxyServer startInside(URLClassLoader loader, Properties properties, StoreFront front)
            throws ReflectiveOperationException {
        Class<?> builderType = loader.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
        Class<?> storeType = loader.loadClass(STORE);
        Object store = front.of(
                loader,
                loader.loadClass("org.gaul.s3proxy.BlobStores")
                        .getMethod("create", String.class, Properties.class)
                        .invoke(null, PROVIDER, properties));
        Object builder =
                builderType.getMethod("fromProperties", Properties.class).invoke(null, properties);
        builderType.getMethod("blobStore", storeType).invoke(builder, store);
        Object server = builderType.getMethod("build").invoke(builder);
        server.getClass().getMethod("start").invoke(server);
        int port = (int) server.getClass().getMethod("getPort").invoke(server);
        return new S3ProxyServer(loader, server, store, port);
    }

    private static Properties properties(EmbeddedStoreSettings settings, Path folder) {
        Properties properties = new Properties();
        properties.setProperty("jclouds.provider", PROVIDER);
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        properties.setProperty("jclouds.identity", "unused");
        properties.setProperty("jclouds.credential", "unused");
        properties.setProperty("s3proxy.endpoint", "http://" + bracketed(settings.host()) + ":" + settings.port());
        properties.setProperty("s3proxy.authorization", "aws-v4");
        properties.setProperty("s3proxy.identity", settings.credentials().accessKeyId());
        properties.setProperty("s3proxy.credential", settings.credentials().secretAccessKey());
        properties.setProperty("s3proxy.ignore-unknown-headers", "true");
        return properties;
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The folder of our logback.xml, which hides the one in S3Proxy's jar because it comes first. */
    private static URL loggingFolder() throws IOException {
        URL file = Objects.requireNonNull(S3ProxyServer.class.getResource(LOGGING), LOGGING);
        String text = file.toExternalForm();
        return URI.create(text.substring(0, text.lastIndexOf('/') + 1)).toURL();
    }

    int port() {
        return port;
    }

    /** Releases the port, the threads and the jar. */
    void stop() {
        try (loader) {
            inside(loader, () -> {
                server.getClass().getMethod("stop").invoke(server);
                loader.loadClass(STORE).getMethod("close").invoke(blobStore);
                return server;
            });
        } catch (IOException e) {
            LOG.warn("The embedded object store did not stop cleanly", e);
        }
    }

    /** Runs with the loader as the thread's context, which Jetty's threads inherit and service look-ups use. */
    private static <T> T inside(ClassLoader loader, Action<T> action) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.run();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (ReflectiveOperationException e) {
            throw new IOException("The S3Proxy jar is not the expected release: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Makes of S3Proxy's store the one that S3Proxy serves. */
    interface StoreFront {
        Object of(ClassLoader loader, Object store) throws ReflectiveOperationException;
    }

    /** What runs inside. */
    private interface Action<T> {
        T run() throws IOException, ReflectiveOperationException;
    }
}
