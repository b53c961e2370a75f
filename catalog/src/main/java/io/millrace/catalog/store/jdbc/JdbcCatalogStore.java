package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The catalog in the tables {@code glue_*} of a SQL database. Thread-safe. */
public final class JdbcCatalogStore implements CatalogStore {
    private final CatalogDatabase database;
    private final InstantSource clock;

    @SuppressWarnings("ThreadLocalUsage") // a thread may work with several stores at once, as a copy does
    private final ThreadLocal<@Nullable Running> running = new ThreadLocal<>();

    /** A store on a database whose catalog tables are up to date; changes carry the system's time. */
    public JdbcCatalogStore(CatalogDatabase database) {
        this(database, InstantSource.system());
    }

    /** A store whose changes carry the clock's time. */
    public JdbcCatalogStore(CatalogDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public <T> T read(Function<CatalogTransaction, T> work) {
        Running outer = running.get();
        if (outer != null) {
            return work.apply(outer.joined());
        }
        return database.read(
                handle -> during(Running.alone(), () -> work.apply(new JdbcTransaction(SqlSession.reading(handle)))));
    }

    @Override
    public <T> T readAt(Instant time, Function<CatalogTransaction, T> work) {
        if (running.get() != null) {
            throw nested();
        }
        return database.read(handle -> {
            long change = History.changeAsOf(handle, time, clock.instant());
            JdbcTransaction past = new JdbcTransaction(SqlSession.readingAsOf(handle, change));
            return during(Running.alone(), () -> work.apply(past));
        });
    }

    @Override
    public <T> T write(Function<CatalogTransaction, T> work) {
        Running outer = running.get();
        if (outer != null) {
            return work.apply(outer.joined());
        }
        return changing(transaction -> during(Running.alone(), () -> work.apply(transaction)));
    }

    @Override
    public <T> T transact(Supplier<T> work) {
        if (running.get() != null) {
            throw nested();
        }
        return changing(transaction -> during(new Running(transaction), work));
    }

    private <T> T changing(Function<CatalogTransaction, T> work) {
        return database.write(handle -> {
            PendingChange change = new PendingChange(handle, clock);
            T result = work.apply(new JdbcTransaction(SqlSession.writing(handle, change)));
            change.save();
            return result;
        });
    }

    private <T> T during(Running transaction, Supplier<T> work) {
        running.set(transaction);
        try {
            return work.get();
        } finally {
            running.remove();
        }
    }

    private static IllegalStateException nested() {
        return new IllegalStateException("Cannot begin a catalog transaction inside another one");
    }

    /** The thread's transaction; only one that {@link #transact} began lets others take part. */
    private record Running(@Nullable CatalogTransaction open) {
        static Running alone() {
            return new Running(null);
        }

        CatalogTransaction joined() {
            if (open == null) {
                throw nested();
            }
            return open;
        }
    }
}
