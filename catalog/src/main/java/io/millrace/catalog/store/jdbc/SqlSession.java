package io.millrace.catalog.store.jdbc;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** A handle inside a transaction; one for reading refuses changes. */
record SqlSession(Handle handle, Access access) {
    enum Access {
        READ,
        WRITE
    }

    Query query(String sql) {
        return handle.createQuery(sql);
    }

    Update update(String sql) {
        requireWrite();
        return handle.createUpdate(sql);
    }

    PreparedBatch batch(String sql) {
        requireWrite();
        return handle.prepareBatch(sql);
    }

    private void requireWrite() {
        if (access == Access.READ) {
            throw new IllegalStateException("Cannot change the catalog in a read transaction");
        }
    }
}
