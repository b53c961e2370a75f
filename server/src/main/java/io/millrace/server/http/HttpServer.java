package io.millrace.server.http;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Jetty core server with one endpoint, and pages that need no signature. Bodies are read without holding a thread and handed over whole.
 * Closing waits for running requests, but not longer than the settings say.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Server server;
    private final ServerConnector connector;
    private final QueuedThreadPool threads;
    private final StatisticsHandler statistics;

    private HttpServer(
            Server server, ServerConnector connector, QueuedThreadPool threads, StatisticsHandler statistics) {
        this.server = server;
        this.connector = connector;
        this.threads = threads;
        this.statistics = statistics;
    }

    /**
     * Starts a server.
     *
     * @throws IOException if it cannot listen, such as when the port is taken
     */
    public static HttpServer start(HttpSettings settings, HttpEndpoint endpoint) throws IOException {
        return start(settings, endpoint, Map.of());
    }

    /**
     * Starts a server that also has pages, which everybody may get.
     *
     * @param pages by path; called by many threads at once
     * @throws IOException if it cannot listen, such as when the port is taken
     */
    public static HttpServer start(
            HttpSettings settings, HttpEndpoint endpoint, Map<String, Supplier<HttpAnswer>> pages) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads());
        threads.setName("http");
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration()));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        server.addConnector(connector);
        StatisticsHandler statistics = new StatisticsHandler(new EndpointHandler(settings, endpoint, pages));
        server.setHandler(new GracefulHandler(statistics));
        server.setErrorHandler(new BareErrorHandler(endpoint));
        server.setStopTimeout(settings.stopTimeout().toMillis());
        HttpServer result = new HttpServer(server, connector, threads, statistics);
        result.start();
        LOG.info("Listening on {}", result.uri());
        return result;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // A signature covers the headers as they were sent.
        configuration.setHeaderCacheCaseSensitive(true);
        // Labels such as ARNs come percent-encoded, slashes too; routes are matched on the raw path.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    private void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            close();
            BindException bind = new BindException(
                    "Cannot listen on " + connector.getHost() + ":" + connector.getPort() + ": " + e.getMessage());
            bind.initCause(e);
            throw bind;
        } catch (Exception e) { // Jetty declares no less
            close();
            throw new IllegalStateException("The HTTP server does not start: " + e.getMessage(), e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Its address, such as {@code http://127.0.0.1:4566}. */
    public URI uri() {
        return URI.create("http://" + connector.getHost() + ":" + port());
    }

    /** What it is doing now. Cheap. */
    public HttpLoad load() {
        return new HttpLoad(
                connector.getConnectedEndPoints().size(),
                threads.getThreads(),
                threads.getBusyThreads(),
                threads.getQueueSize(),
                List.of(
                        0L,
                        (long) statistics.getResponses1xx(),
                        (long) statistics.getResponses2xx(),
                        (long) statistics.getResponses3xx(),
                        (long) statistics.getResponses4xx(),
                        (long) statistics.getResponses5xx()));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no less
            LOG.warn("The HTTP server did not stop cleanly", e);
        }
    }
}
