package io.millrace.etl.sql;

import io.millrace.etl.sql.SqlException.Code;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Stops a query from another thread. Thread-safe. */
public final class QueryCancellation {
    private boolean cancelled;
    private @Nullable Statement statement;

    /** Cancels the query: what runs is interrupted, what has not begun never will. */
    public synchronized void cancel() {
        cancelled = true;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw new SqlException(Code.GENERIC_INTERNAL_ERROR, "Cannot cancel the query", e);
            }
        }
    }

    /** Whether it was cancelled. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void begin(Statement running) {
        check();
        statement = running;
    }

    synchronized void end() {
        statement = null;
    }

    synchronized void check() {
        if (cancelled) {
            throw new SqlException(Code.USER_CANCELED, "Query was canceled");
        }
    }
}
