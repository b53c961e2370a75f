package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.server.config.ObservabilityConfig;
import io.millrace.server.health.ObjectStoreCheck;
import io.millrace.server.health.ServerHealth;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpServer;
import io.millrace.server.metrics.CrawlMeter;
import io.millrace.server.metrics.ServerMetrics;
import io.millrace.server.metrics.SlowCallLog;
import io.millrace.server.wire.CallObserver;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one server shows of itself: metrics, health, slow calls. It is there before the parts that it watches. */
final class Observability implements AutoCloseable {
    private final ObservabilityConfig config;
    private final ServerMetrics metrics;
    private final ServerHealth health;

    Observability(ObservabilityConfig config) {
        String version = Optional.ofNullable(MillraceServer.class.getPackage().getImplementationVersion())
                .orElse("built from a clone");
        this.config = config;
        this.metrics = new ServerMetrics(version);
        this.health = new ServerHealth(version, InstantSource.system());
    }

    /** What everybody may get who reaches the port. */
    Map<String, Supplier<HttpAnswer>> pages() {
        return config.metrics()
                ? Map.of("/healthz", health::page, "/metrics", metrics::page)
                : Map.of("/healthz", health::page);
    }

    List<CallObserver> observers() {
        return List.of(metrics.callObserver(), new SlowCallLog());
    }

    CrawlMeter crawlMeter() {
        return metrics.crawlMeter();
    }

    /** The catalog's own database, its transactions counted. */
    CatalogDatabase metered(CatalogDatabase database) {
        return metrics.metered(database);
    }

    void watchPools(CatalogDatabase database) {
        metrics.watchPools(database);
    }

    HttpServer watched(HttpServer http) {
        return metrics.watched(http);
    }

    /** The server answers calls; from here on it is as healthy as these. */
    void ready(CatalogStore catalog, URI objectStore) {
        health.ready(Map.of(
                "store",
                () -> catalog.read(transaction -> transaction.databases().list("", 1)),
                "objects",
                new ObjectStoreCheck(objectStore)));
    }

    @Override
    public void close() {
        metrics.close();
    }
}
