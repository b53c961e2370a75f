package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.DatabaseRows;
import io.millrace.catalog.store.EntityRows;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.TableRows;
import org.jdbi.v3.core.Handle;

/** The rows that one handle's transaction sees. */
final class JdbcTransaction implements CatalogTransaction {
    private final SqlSession session;

    private JdbcTransaction(SqlSession session) {
        this.session = session;
    }

    static JdbcTransaction reading(Handle handle) {
        return new JdbcTransaction(new SqlSession(handle, SqlSession.Access.READ));
    }

    static JdbcTransaction writing(Handle handle) {
        return new JdbcTransaction(new SqlSession(handle, SqlSession.Access.WRITE));
    }

    @Override
    public DatabaseRows databases() {
        return new JdbcDatabaseRows(session);
    }

    @Override
    public TableRows tables() {
        return new JdbcTableRows(session);
    }

    @Override
    public PartitionRows partitions() {
        return new JdbcPartitionRows(session);
    }

    @Override
    public EntityRows entities() {
        return new JdbcEntityRows(session);
    }
}
