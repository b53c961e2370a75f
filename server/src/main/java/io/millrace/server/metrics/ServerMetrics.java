package io.millrace.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.PoolUse;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpLoad;
import io.millrace.server.http.HttpServer;
import io.millrace.server.wire.CallObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** One server's meters and the page that shows them. Thread-safe. */
public final class ServerMetrics implements AutoCloseable {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Meters of this process; {@code version} is the one that {@code millrace_build_info} shows. */
    public ServerMetrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("millrace.build.info", () -> 1)
                .description("Always 1; the labels say what runs")
                .tag("version", version)
                .tag("java", System.getProperty("java.vm.version", ""))
                .register(registry);
    }

    /** The page, in Prometheus' text form. */
    public HttpAnswer page() {
        return new HttpAnswer(
                200, Map.of("Content-Type", CONTENT_TYPE), registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    /** What the wire layer tells of its calls. */
    public CallObserver callObserver() {
        return new CallMetrics(registry);
    }

    /** What crawls are told to. */
    public CrawlMeter crawlMeter() {
        return new CrawlMeter(registry);
    }

    /** The same database, its transactions counted and timed. */
    public CatalogDatabase metered(CatalogDatabase database) {
        return new MeteredDatabase(database, registry);
    }

    /** Shows a database's connection pools. */
    public void watchPools(CatalogDatabase database) {
        for (String name : database.pools().keySet()) {
            poolGauge(name, "active", database, PoolUse::active);
            poolGauge(name, "idle", database, PoolUse::idle);
            poolGauge(name, "waiting", database, PoolUse::waiting);
            poolGauge(name, "limit", database, PoolUse::limit);
        }
    }

    private void poolGauge(String name, String state, CatalogDatabase database, ToDoubleFunction<PoolUse> value) {
        Gauge.builder(
                        "millrace.pool.connections",
                        database,
                        watched -> Optional.ofNullable(watched.pools().get(name))
                                .map(value::applyAsDouble)
                                .orElse(Double.NaN))
                .description(
                        "Database connections in use and at rest, threads waiting for one, and the most there can be")
                .tag("pool", name)
                .tag("state", state)
                .register(registry);
    }

    /** The same HTTP server; its connections, threads and answers are shown. */
    public HttpServer watched(HttpServer http) {
        httpGauge("millrace.http.connections", "Open connections", http, HttpLoad::connections);
        httpGauge("millrace.http.threads", "Threads that answer requests", http, HttpLoad::threads);
        httpGauge("millrace.http.threads.busy", "Those of them that work", http, HttpLoad::busyThreads);
        httpGauge("millrace.http.queue", "Tasks that wait for a thread", http, HttpLoad::queuedTasks);
        for (int digit = 1; digit <= 5; digit++) {
            int index = digit;
            FunctionCounter.builder("millrace.http.answers", http, server ->
                            (double) server.load().answers().get(index))
                    .description("Answers of every kind, those to callers without a valid signature too")
                    .tag("status", digit + "xx")
                    .register(registry);
        }
        return http;
    }

    private void httpGauge(String name, String description, HttpServer http, ToDoubleFunction<HttpLoad> value) {
        Gauge.builder(name, http, server -> value.applyAsDouble(server.load()))
                .description(description)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
