package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The catalog in the tables {@code glue_*} of a SQL database. Thread-safe. */
public final class JdbcCatalogStore implements CatalogStore {
    private final CatalogDatabase database;
    private final InstantSource clock;
    private final IndexAdvice advice = new IndexAdvice();

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
        return database.read(handle ->
                during(Running.alone(), () -> work.apply(new JdbcTransaction(SqlSession.reading(handle, advice)))));
    }

    @Override
    public <T> T readAt(Instant time, Function<CatalogTransaction, T> work) {
        Running outer = running.get();
        if (outer != null) {
            return work.apply(asOf(outer.joined().session().handle(), time));
        }
        return database.read(handle -> during(Running.alone(), () -> work.apply(asOf(handle, time))));
    }

    private JdbcTransaction asOf(Handle handle, Instant time) {
        return new JdbcTransaction(SqlSession.readingAsOf(handle, History.changeAsOf(handle, time, clock.instant())));
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

    @Override
    public boolean maintain() {
        boolean unfinished = database.read(
                handle -> handle.createQuery("SELECT count(*) FROM glue_partition_indexes WHERE built_to IS NOT NULL")
                                .mapTo(Long.class)
                                .one()
                        > 0);
        if (unfinished) {
            return changing(transaction -> new AutomaticIndexes(transaction.session()).build());
        }
        Optional<IndexAdvice.Wanted> wanted = advice.take();
        wanted.ifPresent(index -> changing(transaction -> {
            new AutomaticIndexes(transaction.session()).begin(index);
            return index;
        }));
        return wanted.isPresent();
    }

    private <T> T changing(Function<JdbcTransaction, T> work) {
        return database.write(handle -> {
            PendingChange change = new PendingChange(handle, clock);
            T result = work.apply(new JdbcTransaction(SqlSession.writing(handle, change, advice)));
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
    private record Running(@Nullable JdbcTransaction open) {
        static Running alone() {
            return new Running(null);
        }

        JdbcTransaction joined() {
            if (open == null) {
                throw nested();
            }
            return open;
        }
    }
}
