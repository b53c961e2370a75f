package io.millrace.catalog.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A PostgreSQL database that holds the catalog of one or more servers. Readers see a snapshot ({@code REPEATABLE READ READ ONLY})
 * and wait for nobody. Writers of all servers pass one advisory lock, which they take before they read anything, so that each
 * sees what the one before committed; inside this process they queue first, without a connection.
 */
public final class PostgresDatabase implements CatalogDatabase {
    /** Any number, the same for all servers: "millrace" in ASCII. */
    private static final long WRITER_LOCK = 0x6d696c6c72616365L;

    private static final String MIGRATIONS = "classpath:io/millrace/catalog/store/jdbc/postgresql";
    private static final int READERS = 12;
    private static final int WRITERS = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    // The database notices a server that is gone, or hangs while it holds the lock, before those that wait give up.
    private static final String KEEPALIVES =
            "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
    private static final String WRITER_OPTIONS =
            KEEPALIVES + " -c lock_timeout=60s -c idle_in_transaction_session_timeout=50s";

    private final HikariDataSource readers;
    private final HikariDataSource writers;
    private final Jdbi reading;
    private final Jdbi writing;
    private final Lock queue = new ReentrantLock(true);

    private PostgresDatabase(HikariDataSource readers, HikariDataSource writers) {
        this.readers = readers;
        this.writers = writers;
        this.reading = Jdbi.create(readers);
        this.writing = Jdbi.create(writers);
    }

    /**
     * Connects, and brings the catalog's tables up to date.
     *
     * @throws IllegalStateException in one sentence, if the database cannot be reached or does not let the user in
     */
    public static PostgresDatabase open(PostgresSettings settings) {
        HikariDataSource writers = connectWriters(settings);
        try {
            migrate(writers, settings);
            HikariConfig config = pool(settings, "catalog-readers", READERS, KEEPALIVES);
            config.setReadOnly(true);
            config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            return new PostgresDatabase(new HikariDataSource(config), writers);
        } catch (RuntimeException e) {
            writers.close();
            throw cannotOpen(settings, e);
        }
    }

    private static HikariDataSource connectWriters(PostgresSettings settings) {
        try {
            return new HikariDataSource(pool(settings, "catalog-writers", WRITERS, WRITER_OPTIONS));
        } catch (RuntimeException e) {
            throw cannotOpen(settings, e);
        }
    }

    private static IllegalStateException cannotOpen(PostgresSettings settings, RuntimeException cause) {
        return new IllegalStateException(
                "Cannot open the catalog at " + settings + ": " + PostgresErrors.message(cause), cause);
    }

    private static HikariConfig pool(PostgresSettings settings, String name, int size, String options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Lists are read as they come, not held in memory.
        config.addDataSourceProperty("defaultRowFetchSize", "500");
        config.addDataSourceProperty("options", options);
        config.addDataSourceProperty("ApplicationName", "millrace");
        return config;
    }

    private static void migrate(HikariDataSource dataSource, PostgresSettings settings) {
        Migrations.run(
                Flyway.configure(PostgresDatabase.class.getClassLoader())
                        .dataSource(dataSource)
                        .locations(MIGRATIONS)
                        .table("catalog_schema_history"),
                settings.toString());
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
        // Not a rollback of our own in a finally block: on a lost connection its failure would hide the first one.
        return translated(() -> reading.<T, RuntimeException>inTransaction(work::apply));
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
        queue.lock();
        try {
            return translated(() -> writing.<T, RuntimeException>inTransaction(handle -> {
                handle.execute("SELECT pg_advisory_xact_lock(" + WRITER_LOCK + ")");
                return work.apply(handle);
            }));
        } finally {
            queue.unlock();
        }
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw PostgresErrors.translate(e);
        }
    }

    @Override
    public Map<String, PoolUse> pools() {
        return Map.of("postgres-readers", PoolUse.of(readers), "postgres-writers", PoolUse.of(writers));
    }

    @Override
    public String rowId() {
        return "ctid";
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
