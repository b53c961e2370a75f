package io.millrace.etl;

import io.millrace.catalog.storage.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** S3Proxy on a folder, in this process but behind a class loader of its own. */
public final class TestingS3 implements AutoCloseable {
    private final URLClassLoader loader;
    private final Object proxy;
    private final S3Settings settings;

    private TestingS3(URLClassLoader loader, Object proxy, S3Settings settings) {
        this.loader = loader;
        this.proxy = proxy;
        this.settings = settings;
    }

    /** Starts on a folder. */
    public static TestingS3 start(Path folder) throws IOException, ReflectiveOperationException {
        return start(folder, 0);
    }

    /** Starts on a folder. */
    public static TestingS3 start(Path folder, int port) throws IOException, ReflectiveOperationException {
        Files.createDirectories(folder);
        Path jar = Path.of(System.getProperty("millrace.home"), "etl-jobs/target/s3proxy/s3proxy.jar");
        URLClassLoader loader =
                new URLClassLoader("s3proxy", new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Properties properties = properties(folder, port);
            Class<?> builder = loader.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
            Object store = loader.loadClass("org.gaul.s3proxy.BlobStores")
                    .getMethod("create", String.class, Properties.class)
                    .invoke(null, "filesystem-nio2", properties);
            Object building =
                    builder.getMethod("fromProperties", Properties.class).invoke(null, properties);
            builder.getMethod("blobStore", loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore"))
                    .invoke(building, store);
            builder.getMethod("ignoreUnknownHeaders", boolean.class).invoke(building, true);
            Object proxy = builder.getMethod("build").invoke(building);
            proxy.getClass().getMethod("start").invoke(proxy);
            int bound = (int) proxy.getClass().getMethod("getPort").invoke(proxy);
            return new TestingS3(loader, proxy, settings(bound));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Properties properties(Path folder, int port) {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        properties.setProperty("jclouds.provider", "filesystem-nio2");
        properties.setProperty("jclouds.identity", "none");
        properties.setProperty("jclouds.credential", "none");
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", "AKIATEST");
        properties.setProperty("s3proxy.credential", "test-secret");
        return properties;
    }

    /** How to reach it on a port. */
    public static S3Settings settings(int port) {
        return new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "us-east-1",
                Optional.of(new S3Settings.Credentials("AKIATEST", "test-secret")));
    }

    /** How to reach it. */
    public S3Settings settings() {
        return settings;
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
        proxy.getClass().getMethod("stop").invoke(proxy);
        loader.close();
    }
}
