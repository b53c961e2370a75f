package io.millrace.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * S3Proxy's classes, and those of ours that stand in front of its store: they are defined here a second time, so that they see
 * S3Proxy's SDK and not the server's.
 */
final class S3ProxyLoader extends URLClassLoader {
    private static final String OURS = S3ProxyLoader.class.getPackageName() + ".ordered.";

    S3ProxyLoader(URL... urls) {
        super("s3proxy", urls, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.findClass(name);
        }
        try (InputStream in = S3ProxyLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
