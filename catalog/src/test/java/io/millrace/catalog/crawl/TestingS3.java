package io.millrace.catalog.crawl;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3Settings.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 endpoint on this machine: s3proxy on a folder, behind a class loader of its own. */
public final class TestingS3 implements AutoCloseable {
    private static final Credentials KEY = new Credentials("AKIALOCAL", "localsecret");

    private final URLClassLoader loader;
    private final Object server;
    private final S3Client client;
    private final URI endpoint;

    private TestingS3(URLClassLoader loader, Object server, URI endpoint) {
        this.loader = loader;
        this.server = server;
        this.endpoint = endpoint;
        this.client = S3Clients.create(settings(KEY));
    }

    /** Starts it. */
    public static TestingS3 start(Path folder) throws ReflectiveOperationException, IOException {
        Path jar = Path.of(System.getProperty("millrace.home"), "catalog/target/s3proxy/s3proxy.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: the build copies it there");
        }
        URLClassLoader loader =
                new URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return start(loader, folder);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static TestingS3 start(URLClassLoader loader, Path folder) throws ReflectiveOperationException {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        properties.setProperty("jclouds.provider", "filesystem-nio2");
        properties.setProperty("jclouds.identity", "x");
        properties.setProperty("jclouds.credential", "x");
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", KEY.accessKeyId());
        properties.setProperty("s3proxy.credential", KEY.secretAccessKey());
        Class<?> proxy = loader.loadClass("org.gaul.s3proxy.S3Proxy");
        Class<?> builderType = loader.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
        Object store = loader.loadClass("org.gaul.s3proxy.BlobStores")
                .getMethod("create", String.class, Properties.class)
                .invoke(null, "filesystem-nio2", properties);
        Object builder =
                builderType.getMethod("fromProperties", Properties.class).invoke(null, properties);
        builderType
                .getMethod("blobStore", loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore"))
                .invoke(builder, store);
        builderType.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
        Object server = builderType.getMethod("build").invoke(builder);
        proxy.getMethod("start").invoke(server);
        while (!"STARTED".equals(proxy.getMethod("getState").invoke(server))) {
            Thread.onSpinWait();
        }
        int port = (int) proxy.getMethod("getPort").invoke(server);
        return new TestingS3(loader, server, URI.create("http://127.0.0.1:" + port));
    }

    /** A client of it. */
    public S3Client client() {
        return client;
    }

    S3Settings settings(Credentials key) {
        return new S3Settings(Optional.of(endpoint), "us-east-1", Optional.of(key));
    }

    /** Puts an object. */
    public void put(String bucket, String key, byte[] content) {
        client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
        client.close();
        server.getClass().getMethod("stop").invoke(server);
        loader.close();
    }
}
