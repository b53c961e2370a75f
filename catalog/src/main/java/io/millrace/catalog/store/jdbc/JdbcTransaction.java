package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.BookmarkRows;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.DatabaseRows;
import io.millrace.catalog.store.EntityRows;
import io.millrace.catalog.store.PartitionIndexRows;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.TableRows;

/** The rows that one session sees. */
record JdbcTransaction(SqlSession session) implements CatalogTransaction {
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
    public PartitionIndexRows partitionIndexes() {
        return new JdbcPartitionIndexRows(session);
    }

    @Override
    public EntityRows entities() {
        return new JdbcEntityRows(session);
    }

    @Override
    public BookmarkRows bookmarks() {
        return new JdbcBookmarkRows(session);
    }
}
