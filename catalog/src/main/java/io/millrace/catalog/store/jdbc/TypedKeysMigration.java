package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.PartitionKeyTypes;
import java.sql.Connection;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.glue.model.Table;

/** V8: notes the types of all tables' partition keys, and encodes the keys of their partitions accordingly. */
final class TypedKeysMigration implements JavaMigration {
    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8");
    }

    @Override
    public String getDescription() {
        return "typed partition keys";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        try (Handle handle = Jdbi.open(new Lent(context.getConnection()))) {
            List<Keys> tables = handle.createQuery("SELECT id, definition FROM glue_tables")
                    .map((row, any) -> Keys.of(row.getLong(1), Definitions.table(row.getString(2))))
                    .list();
            tables.forEach(table -> encode(handle, table));
        }
    }

    private static void encode(Handle handle, Keys table) {
        handle.createUpdate("UPDATE glue_tables SET key_types = :types WHERE id = :id")
                .bind("types", table.types().signature())
                .bind("id", table.id())
                .execute();
        new PartitionKeyChange(handle, PartitionKeyTypes.parse(""), table.types()).apply(table.id());
    }

    /** Flyway's connection, which is Flyway's to close, as its transaction is Flyway's to end. */
    private record Lent(Connection connection) implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return connection;
        }

        @Override
        public void closeConnection(Connection lent) {}
    }

    private record Keys(long id, PartitionKeyTypes types) {
        static Keys of(long id, Table table) {
            return new Keys(id, PartitionKeyTypes.of(table.partitionKeys()));
        }
    }
}
