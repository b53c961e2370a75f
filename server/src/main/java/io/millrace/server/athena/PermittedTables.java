package io.millrace.server.athena;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.etl.sql.SqlException;
import io.millrace.etl.sql.TableCatalog;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The tables that the query's principal may read, which is the author that the thread has. The engine asks here for every table
 * that a statement really reads, so names of {@code WITH} need no permission. Thread-safe.
 */
public final class PermittedTables implements TableCatalog {
    private final TableCatalog tables;
    private final Permissions permissions;

    /** Says who may read what. */
    @FunctionalInterface
    public interface Permissions {
        /** Why the principal may not read the table; empty if it may. */
        Optional<String> refusal(String principal, String database, String table);
    }

    /** Some of the tables. */
    public PermittedTables(TableCatalog tables, Permissions permissions) {
        this.tables = tables;
        this.permissions = permissions;
    }

    @Override
    public boolean databaseExists(String database) {
        return tables.databaseExists(database);
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        String principal = ChangeAuthor.current().principal();
        permissions.refusal(principal, database, table).ifPresent(reason -> {
            throw new SqlException(SqlException.Code.PERMISSION_DENIED, reason);
        });
        return tables.findTable(database, table);
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        return tables.listPartitions(database, table);
    }
}
