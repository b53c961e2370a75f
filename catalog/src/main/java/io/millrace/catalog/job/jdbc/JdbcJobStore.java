package io.millrace.catalog.job.jdbc;

import io.millrace.catalog.job.JobRows;
import io.millrace.catalog.job.JobRunRows;
import io.millrace.catalog.job.JobStore;
import io.millrace.catalog.job.JobTransaction;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Jobs in the tables of migration V3. */
public final class JdbcJobStore implements JobStore {
    private final Jdbi jdbi;

    /** The store on the database that {@code jdbi} enters. */
    public JdbcJobStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public <T> T read(Function<JobTransaction, T> work) {
        return SqliteDatabase.readSnapshot(jdbi, handle -> work.apply(new JdbcJobTransaction(handle)));
    }

    @Override
    public <T> T write(Function<JobTransaction, T> work) {
        return jdbi.inTransaction(handle -> work.apply(new JdbcJobTransaction(handle)));
    }

    private record JdbcJobTransaction(Handle handle) implements JobTransaction {
        @Override
        public JobRows jobs() {
            return new JdbcJobRows(handle);
        }

        @Override
        public JobRunRows runs() {
            return new JdbcJobRunRows(handle);
        }
    }
}
