package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The catalog in the tables {@code glue_*} of a SQL database. Thread-safe. Within a transaction of the same {@link Jdbi} on the
 * same thread, {@link #write} takes part in that one and so commits with it.
 */
public final class JdbcCatalogStore implements CatalogStore {
    private final Jdbi jdbi;
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> Boolean.FALSE);

    // SQLite lets one writer in and has the others poll; they queue here instead, in order and without holding a
    // connection.
    private final Lock writers = new ReentrantLock(true);

    /** A store on a database whose catalog tables are up to date. */
    public JdbcCatalogStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public <T> T read(Function<CatalogTransaction, T> work) {
        return alone(() -> {
            try (Handle handle = jdbi.open()) {
                // Plain BEGIN is deferred: it never asks for the write lock that the pool's own transactions begin
                // with.
                handle.execute("BEGIN");
                try {
                    return work.apply(JdbcTransaction.reading(handle));
                } finally {
                    handle.execute("ROLLBACK");
                }
            }
        });
    }

    @Override
    public <T> T write(Function<CatalogTransaction, T> work) {
        return alone(() -> {
            writers.lock();
            try {
                return jdbi.<T, RuntimeException>inTransaction(handle -> work.apply(JdbcTransaction.writing(handle)));
            } finally {
                writers.unlock();
            }
        });
    }

    private <T> T alone(Call<T> call) {
        if (inTransaction.get()) {
            throw new IllegalStateException("Cannot begin a catalog transaction inside another one");
        }
        inTransaction.set(Boolean.TRUE);
        try {
            return call.run();
        } finally {
            inTransaction.remove();
        }
    }

    private interface Call<T> {
        T run();
    }
}
