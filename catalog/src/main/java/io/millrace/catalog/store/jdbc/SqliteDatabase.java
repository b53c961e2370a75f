package io.millrace.catalog.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file with a connection pool, opened for this process: WAL, foreign keys on, {@code synchronous=FULL} (an
 * acknowledged write survives a power cut, for a millisecond a commit), transactions that take the write lock when they begin
 * (so that two writers wait for each other and never fail half way).
 */
public final class SqliteDatabase implements CatalogDatabase {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);
    private static final int POOL_SIZE = 8;

    /**
     * At so many pages (of 4 KB) the log is written back into the file, by the commit that filled it (decision 0251): with SQLite's thousand, every
     * commit of many rows writes each page twice before it returns.
     */
    private static final int LOG_PAGES = 16384;

    private final HikariDataSource dataSource;
    private final Path file;
    private final Jdbi jdbi;

    // SQLite lets one writer in and has the others poll; they queue here instead, in order and without holding a
    // connection.
    private final Lock writers = new ReentrantLock(true);

    private SqliteDatabase(HikariDataSource dataSource, Path file) {
        this.dataSource = dataSource;
        this.file = file;
        this.jdbi = Jdbi.create(dataSource);
        StatementCache statements = new StatementCache();
        jdbi.setStatementBuilderFactory(connection -> statements.builder());
    }

    /** Opens the file, making it and its folder when missing, and brings the catalog's tables up to date. */
    public static SqliteDatabase open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the folder of the database " + file, e);
        }
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        sqlite.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        sqlite.enforceForeignKeys(true);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:sqlite:" + file.toAbsolutePath());
        pool.setDataSourceProperties(sqlite.toProperties());
        pool.setMaximumPoolSize(POOL_SIZE);
        pool.setPoolName("catalog");
        pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
        // A connection to a file does not age; the statements that it keeps are worth more.
        pool.setMaxLifetime(0);
        SqliteDatabase database = new SqliteDatabase(new HikariDataSource(pool), file);
        try {
            Migrations.run(
                    database.migrations("io/millrace/catalog/store/jdbc/migration", "catalog_schema_history")
                            .javaMigrations(new TypedKeysMigration()),
                    file.toString());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /**
     * Brings the tables of one component up to date.
     *
     * @param location the class-path folder of its {@code V<n>__<name>.sql} files
     * @param historyTable the table in which Flyway notes what ran
     * @throws IllegalStateException in one sentence, if another version of Millrace has made the tables
     */
    public void migrate(String location, String historyTable) {
        Migrations.run(migrations(location, historyTable), file.toString());
    }

    private FluentConfiguration migrations(String location, String historyTable) {
        return Flyway.configure(SqliteDatabase.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + location)
                .table(historyTable);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
        return readSnapshot(jdbi, work);
    }

    /**
     * Runs {@code work} on one consistent snapshot of a SQLite file that {@link #jdbi()} entered. Unlike a transaction of that
     * {@code Jdbi}, it neither takes the write lock nor waits for it; {@code work} must not write.
     */
    public static <T> T readSnapshot(Jdbi jdbi, Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            // Plain BEGIN is deferred: it never asks for the write lock that the pool's own transactions begin with.
            execute(handle, "BEGIN");
            try {
                return work.apply(handle);
            } finally {
                execute(handle, "ROLLBACK");
            }
        }
    }

    /** Without what Jdbi does around a statement, which costs more than these two. */
    private static void execute(Handle handle, String sql) {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new TransactionException("Cannot " + sql + " a read transaction", e);
        }
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
        writers.lock();
        try {
            return jdbi.<T, RuntimeException>inTransaction(work::apply);
        } finally {
            writers.unlock();
        }
    }

    @Override
    public Map<String, PoolUse> pools() {
        return Map.of("sqlite", PoolUse.of(dataSource));
    }

    /** The entrance for SQL of other components that keep their tables in this file. Their transactions are writers too. */
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public String rowId() {
        return "rowid";
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
