package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.TableRows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** Rows of {@code glue_tables} and {@code glue_table_versions}; deleting a table cascades. */
final class JdbcTableRows implements TableRows {
    private final SqlSession session;

    JdbcTableRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Table> find(String database, String name) {
        return session.query("SELECT definition FROM glue_tables WHERE database_name = :database AND name = :name")
                .bind("database", database)
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .map(Definitions::table);
    }

    @Override
    public List<Table> list(String database, String afterName, int limit) {
        return session
                .query("SELECT definition FROM glue_tables WHERE database_name = :database AND name > :after"
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
        return session.update("INSERT INTO glue_tables (database_name, name, version, definition)"
                                + " VALUES (:database, :name, :version, :definition)"
                                + " ON CONFLICT DO NOTHING")
                        .bind("database", table.databaseName())
                        .bind("name", table.name())
                        .bind("version", Long.parseLong(table.versionId()))
                        .bind("definition", Definitions.write(table))
                        .execute()
                == 1;
    }

    @Override
    public boolean update(Table table, String expectedVersion, Archive archive) {
        OptionalLong expected = parseVersion(expectedVersion);
        if (expected.isEmpty()) {
            return false;
        }
        if (archive == Archive.KEEP) {
            archive(table, expected.getAsLong());
        }
        return session.update("UPDATE glue_tables SET version = :version, definition = :definition"
                                + " WHERE database_name = :database AND name = :name AND version = :expected")
                        .bind("version", Long.parseLong(table.versionId()))
                        .bind("definition", Definitions.write(table))
                        .bind("database", table.databaseName())
                        .bind("name", table.name())
                        .bind("expected", expected.getAsLong())
                        .execute()
                == 1;
    }

    private void archive(Table table, long version) {
        session.update("INSERT INTO glue_table_versions (database_name, table_name, version, definition)"
                        + " SELECT database_name, name, version, definition FROM glue_tables"
                        + " WHERE database_name = :database AND name = :name AND version = :version")
                .bind("database", table.databaseName())
                .bind("name", table.name())
                .bind("version", version)
                .execute();
    }

    @Override
    public boolean delete(String database, String name) {
        new JdbcEntityRows(session).deleteBelow(EntityPath.table(database, name));
        return session.update("DELETE FROM glue_tables WHERE database_name = :database AND name = :name")
                        .bind("database", database)
                        .bind("name", name)
                        .execute()
                == 1;
    }

    @Override
    public List<TableVersion> listVersions(String database, String name, long beforeVersion, int limit) {
        return session
                .query("SELECT definition FROM ("
                        + "SELECT version, definition FROM glue_tables"
                        + " WHERE database_name = :database AND name = :name AND version < :before"
                        + " UNION ALL SELECT version, definition FROM glue_table_versions"
                        + " WHERE database_name = :database AND table_name = :name AND version < :before"
                        + ") AS versions ORDER BY version DESC LIMIT :limit")
                .bind("database", database)
                .bind("name", name)
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
        if (archived.isEmpty()) {
            return false;
        }
        return session.update("DELETE FROM glue_table_versions"
                                + " WHERE database_name = :database AND table_name = :name AND version = :version")
                        .bind("database", database)
                        .bind("name", name)
                        .bind("version", archived.getAsLong())
                        .execute()
                == 1;
    }

    private static OptionalLong parseVersion(String version) {
        try {
            return OptionalLong.of(Long.parseLong(version));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
