package io.millrace.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.PoolUse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Counts and times a database's transactions. A write's wait is the time until its work begins: for a connection and for the
 * writers before it. Thread-safe.
 */
final class MeteredDatabase implements CatalogDatabase {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
    };

    private final CatalogDatabase database;
    private final Timer reads;
    private final Timer writes;
    private final Timer writeWaits;

    MeteredDatabase(CatalogDatabase database, MeterRegistry registry) {
        this.database = database;
        this.reads = transactions("read", registry);
        this.writes = transactions("write", registry);
        this.writeWaits = Timer.builder("millrace.store.write.wait")
                .description("How long write transactions waited for a connection and for other writers")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static Timer transactions(String kind, MeterRegistry registry) {
        return Timer.builder("millrace.store.transactions")
                .description("Transactions of the catalog's store, with their waiting")
                .tag("kind", kind)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
        long start = System.nanoTime();
        try {
            return database.read(work);
        } finally {
            reads.record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
        long start = System.nanoTime();
        try {
            return database.write(handle -> {
                writeWaits.record(Duration.ofNanos(System.nanoTime() - start));
                return work.apply(handle);
            });
        } finally {
            writes.record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public String rowId() {
        return database.rowId();
    }

    @Override
    public Map<String, PoolUse> pools() {
        return database.pools();
    }

    @Override
    public void close() {
        database.close();
    }
}
