package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.catalog.trigger.FiredActionRows;
import io.millrace.catalog.trigger.TriggerRows;
import io.millrace.catalog.trigger.TriggerStore;
import io.millrace.catalog.trigger.TriggerTransaction;
import io.millrace.catalog.trigger.TriggerWatchRows;
import io.millrace.catalog.trigger.WorkflowRows;
import io.millrace.catalog.trigger.WorkflowRunRows;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Triggers in the tables of migrations V3 and V17. */
public final class JdbcTriggerStore implements TriggerStore {
    private final Jdbi jdbi;

    /** The store on the database that {@code jdbi} enters. */
    public JdbcTriggerStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public <T> T read(Function<TriggerTransaction, T> work) {
        return SqliteDatabase.readSnapshot(jdbi, handle -> work.apply(new JdbcTriggerTransaction(handle)));
    }

    @Override
    public <T> T write(Function<TriggerTransaction, T> work) {
        return jdbi.inTransaction(handle -> work.apply(new JdbcTriggerTransaction(handle)));
    }

    private record JdbcTriggerTransaction(Handle handle) implements TriggerTransaction {
        @Override
        public TriggerRows triggers() {
            return new JdbcTriggerRows(handle);
        }

        @Override
        public TriggerWatchRows watches() {
            return new JdbcTriggerWatchRows(handle);
        }

        @Override
        public FiredActionRows actions() {
            return new JdbcFiredActionRows(handle);
        }

        @Override
        public WorkflowRows workflows() {
            return new JdbcWorkflowRows(handle);
        }

        @Override
        public WorkflowRunRows workflowRuns() {
            return new JdbcWorkflowRunRows(handle);
        }
    }
}
