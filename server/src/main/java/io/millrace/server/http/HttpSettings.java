package io.millrace.server.http;

import java.time.Duration;

/**
 * The HTTP server's configuration.
 *
 * @param host address to listen on, such as {@code 127.0.0.1}
 * @param port port to listen on; 0 takes a free one
 * @param maxBodyBytes longer request bodies are refused before they are read, whatever the endpoint allows
 * @param maxThreads threads that answer requests; a synchronous function call holds one until it ends
 * @param idleTimeout how long a connection may be silent while a request is read
 * @param bodyTimeout how long a whole request body may take
 * @param stopTimeout how long stopping waits for running requests
 */
public record HttpSettings(
        String host,
        int port,
        int maxBodyBytes,
        int maxThreads,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration stopTimeout) {
    /** A Lambda deployment package may have 50 MB, which base64 makes 67 MB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 72 * 1024 * 1024;

    private static final int DEFAULT_MAX_THREADS = 200;

    /** Checks the ranges. */
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("http.port must be from 0 to 65535, not " + port);
        }
        if (maxBodyBytes < 1 || maxThreads < 8) {
            throw new IllegalArgumentException("http.max-body-bytes must be at least 1, http.max-threads at least 8");
        }
    }

    /** The defaults on an address and port. */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(
                host,
                port,
                DEFAULT_MAX_BODY_BYTES,
                DEFAULT_MAX_THREADS,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
    }
}
