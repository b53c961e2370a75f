package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.PartitionKeyTypes;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.TableRows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.statement.SqlStatement;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** Rows of {@code glue_tables} and {@code glue_table_versions}. */
final class JdbcTableRows implements TableRows {
    private static final String ONE = "database_name = :database AND name = :name";
    private static final String EXPECTED = ONE + " AND version = :expected";

    private final SqlSession session;

    JdbcTableRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Table> find(String database, String name) {
        return named(session.query("SELECT definition FROM " + rows() + " WHERE " + ONE), database, name)
                .mapTo(String.class)
                .findOne()
                .map(Definitions::recentTable);
    }

    /** The number that stays with a table for its life. */
    Optional<Long> findId(String database, String name) {
        return named(session.query("SELECT id FROM " + rows() + " WHERE " + ONE), database, name)
                .mapTo(Long.class)
                .findOne();
    }

    /** What the rows of its partitions need to know of a table. */
    Optional<PartitionTable> findPartitionTable(String database, String name) {
        return named(session.query("SELECT id, key_types FROM " + rows() + " WHERE " + ONE), database, name)
                .map((row, context) -> new PartitionTable(row.getLong(1), PartitionKeyTypes.parse(row.getString(2))))
                .findOne();
    }

    /** The same by the table's number. */
    Optional<PartitionTable> findPartitionTable(long id) {
        return session.query("SELECT id, key_types FROM glue_tables WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new PartitionTable(row.getLong(1), PartitionKeyTypes.parse(row.getString(2))))
                .findOne();
    }

    @Override
    public List<Table> list(String database, String afterName, int limit) {
        return session
                .query("SELECT definition FROM " + rows() + " WHERE database_name = :database AND name > :after"
                        + " ORDER BY name LIMIT :limit")
                .bind("database", database)
                .bind("after", afterName)
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .map(Definitions::table)
                .toList();
    }

    @Override
    public boolean insert(Table table) {
        int count = named(
                        session.update(
                                "INSERT INTO glue_tables (database_name, name, version, definition, key_types, since)"
                                        + " VALUES (:database, :name, :version, :definition, :keyTypes, :change)"
                                        + " ON CONFLICT DO NOTHING"),
                        table.databaseName(),
                        table.name())
                .bind("version", Long.parseLong(table.versionId()))
                .bind("definition", Definitions.write(table))
                .bind("keyTypes", keyTypes(table).signature())
                .bind("change", session.changeId())
                .execute();
        return noteIf(count, ChangedObject.table(Operation.INSERT, table.databaseName(), table.name()));
    }

    @Override
    public boolean update(Table table, String expectedVersion, Archive archive) {
        OptionalLong expected = parseVersion(expectedVersion);
        if (expected.isEmpty()) {
            return false;
        }
        Optional<PartitionTable> current = findPartitionTable(table.databaseName(), table.name());
        if (archive == Archive.KEEP) {
            archive(table, expected.getAsLong());
        }
        named(session.keep(HistoryTable.TABLES, EXPECTED), table.databaseName(), table.name())
                .bind("expected", expected.getAsLong())
                .execute();
        int count = named(
                        session.update("UPDATE glue_tables SET version = :version, definition = :definition,"
                                + " key_types = :keyTypes, since = :change WHERE " + EXPECTED),
                        table.databaseName(),
                        table.name())
                .bind("version", Long.parseLong(table.versionId()))
                .bind("definition", Definitions.write(table))
                .bind("keyTypes", keyTypes(table).signature())
                .bind("change", session.changeId())
                .bind("expected", expected.getAsLong())
                .execute();
        if (count == 1) {
            current.ifPresent(before -> encodePartitions(before, keyTypes(table)));
        }
        return noteIf(count, ChangedObject.table(Operation.UPDATE, table.databaseName(), table.name()));
    }

    private static PartitionKeyTypes keyTypes(Table table) {
        return PartitionKeyTypes.of(table.partitionKeys());
    }

    private void encodePartitions(PartitionTable before, PartitionKeyTypes types) {
        if (types.signature().equals(before.types().signature())) {
            return;
        }
        session.keep(HistoryTable.PARTITIONS, "table_id = :table")
                .bind("table", before.id())
                .execute();
        session.update("UPDATE glue_partitions SET since = :change WHERE table_id = :table")
                .bind("change", session.changeId())
                .bind("table", before.id())
                .execute();
        new PartitionKeyChange(session.handle(), before.types(), types).apply(before.id());
        new JdbcPartitionIndexRows(session).dropAutomatic(before.id());
        new PartitionIndexEntries(session, new PartitionTable(before.id(), types)).rebuild();
    }

    private void archive(Table table, long version) {
        named(
                        session.update("INSERT INTO glue_table_versions (table_id, version, definition, since)"
                                + " SELECT id, version, definition, :change FROM glue_tables WHERE " + EXPECTED),
                        table.databaseName(),
                        table.name())
                .bind("change", session.changeId())
                .bind("expected", version)
                .execute();
    }

    @Override
    public boolean delete(String database, String name) {
        Optional<Long> id = findId(database, name);
        if (id.isEmpty()) {
            return false;
        }
        new JdbcEntityRows(session).removeBelow(EntityPath.table(database, name));
        new TableRemoval(session).remove(id.get());
        session.touched(ChangedObject.table(Operation.DELETE, database, name));
        return true;
    }

    @Override
    public List<TableVersion> listVersions(String database, String name, long beforeVersion, int limit) {
        Optional<Long> id = findId(database, name);
        if (id.isEmpty()) {
            return List.of();
        }
        return named(
                        session.query("SELECT definition FROM ("
                                + "SELECT version, definition FROM " + rows() + " WHERE " + ONE
                                + " AND version < :before"
                                + " UNION ALL SELECT version, definition FROM "
                                + session.rows(HistoryTable.TABLE_VERSIONS)
                                + " WHERE table_id = :id AND version < :before"
                                + ") AS versions ORDER BY version DESC LIMIT :limit"),
                        database,
                        name)
                .bind("id", id.get())
                .bind("before", beforeVersion)
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .map(Definitions::table)
                .map(table -> TableVersion.builder()
                        .table(table)
                        .versionId(table.versionId())
                        .build())
                .toList();
    }

    @Override
    public boolean deleteVersion(String database, String name, String version) {
        OptionalLong archived = parseVersion(version);
        Optional<Long> id = findId(database, name);
        if (archived.isEmpty() || id.isEmpty()) {
            return false;
        }
        String one = "table_id = :table AND version = :version";
        session.keep(HistoryTable.TABLE_VERSIONS, one)
                .bind("table", id.get())
                .bind("version", archived.getAsLong())
                .execute();
        int count = session.update("DELETE FROM glue_table_versions WHERE " + one)
                .bind("table", id.get())
                .bind("version", archived.getAsLong())
                .execute();
        return noteIf(count, ChangedObject.tableVersion(Operation.DELETE, database, name, version));
    }

    private String rows() {
        return session.rows(HistoryTable.TABLES);
    }

    private boolean noteIf(int count, ChangedObject object) {
        if (count == 1) {
            session.touched(object);
        }
        return count == 1;
    }

    private static <S extends SqlStatement<S>> S named(S statement, String database, String name) {
        return statement.bind("database", database).bind("name", name);
    }

    private static OptionalLong parseVersion(String version) {
        try {
            return OptionalLong.of(Long.parseLong(version));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
