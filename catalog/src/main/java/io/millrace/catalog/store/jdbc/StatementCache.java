package io.millrace.catalog.store.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the prepared statements of SQLite's connections, whose driver would parse and plan each anew; pgjdbc has a cache of its
 * own. For a pool that keeps its connections until it is closed. Thread-safe, as long as a connection has one thread at a time.
 */
final class StatementCache {
    private static final int STATEMENTS_PER_CONNECTION = 100;

    private final Map<Connection, Idle> idle = new ConcurrentHashMap<>();

    /** A builder for one handle, on the pool's view of a connection. */
    StatementBuilder builder() {
        return new Builder();
    }

    private Idle idleOf(Connection physical) {
        return idle.computeIfAbsent(physical, connection -> new Idle());
    }

    /** The statements of one connection that nobody uses, the one that was used longest ago first. */
    private static final class Idle {
        private final Map<String, PreparedStatement> bySql = new LinkedHashMap<>();

        @Nullable
        PreparedStatement take(String sql) {
            return bySql.remove(sql);
        }

        void give(String sql, PreparedStatement statement) throws SQLException {
            PreparedStatement same = bySql.put(sql, statement);
            if (same != null) {
                same.close();
            }
            if (bySql.size() > STATEMENTS_PER_CONNECTION) {
                Iterator<PreparedStatement> oldest = bySql.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
        }
    }

    private record Taken(Connection physical, String sql) {}

    private final class Builder implements StatementBuilder {
        private final DefaultStatementBuilder plain = new DefaultStatementBuilder();
        private final IdentityHashMap<Statement, Taken> taken = new IdentityHashMap<>();

        @Override
        public Statement create(Connection connection, StatementContext context) throws SQLException {
            return plain.create(connection, context);
        }

        @Override
        public PreparedStatement create(Connection connection, String sql, StatementContext context)
                throws SQLException {
            if (context.isReturningGeneratedKeys() || context.isConcurrentUpdatable()) {
                return plain.create(connection, sql, context);
            }
            Connection physical = connection.unwrap(Connection.class);
            // Taken out while it is in use: the same SQL may run again before the first result is read to its end.
            PreparedStatement statement = idleOf(physical).take(sql);
            if (statement == null) {
                statement = physical.prepareStatement(sql);
            }
            taken.put(statement, new Taken(physical, sql));
            return statement;
        }

        @Override
        public CallableStatement createCall(Connection connection, String sql, StatementContext context)
                throws SQLException {
            return plain.createCall(connection, sql, context);
        }

        @Override
        public void close(Connection connection, String sql, Statement statement) throws SQLException {
            Taken known = taken.remove(statement);
            if (known == null || !(statement instanceof PreparedStatement prepared) || statement.isClosed()) {
                plain.close(connection, sql, statement);
                return;
            }
            prepared.clearParameters();
            prepared.clearBatch();
            idleOf(known.physical()).give(known.sql(), prepared);
        }
    }
}
