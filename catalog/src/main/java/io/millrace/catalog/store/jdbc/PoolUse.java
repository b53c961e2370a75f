package io.millrace.catalog.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;

/**
 * How a connection pool is used at one moment.
 *
 * @param active connections in use
 * @param idle connections at rest
 * @param waiting threads that wait for one
 * @param limit how many there can be
 */
public record PoolUse(int active, int idle, int waiting, int limit) {
    static PoolUse of(HikariDataSource dataSource) {
        // There is no pool before the first connection.
        @Nullable HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        int limit = dataSource.getMaximumPoolSize();
        return pool == null
                ? new PoolUse(0, 0, 0, limit)
                : new PoolUse(
                        pool.getActiveConnections(),
                        pool.getIdleConnections(),
                        pool.getThreadsAwaitingConnection(),
                        limit);
    }
}
