package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.DatabaseRows;
import io.millrace.catalog.store.EntityPath;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Database;

/** Rows of {@code glue_databases}; deleting one cascades. */
final class JdbcDatabaseRows implements DatabaseRows {
    private final SqlSession session;

    JdbcDatabaseRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Database> find(String name) {
        return session.query("SELECT definition FROM glue_databases WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .map(Definitions::database);
    }

    @Override
    public List<Database> list(String afterName, int limit) {
        return session
                .query("SELECT definition FROM glue_databases WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", afterName)
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .map(Definitions::database)
                .toList();
    }

    @Override
    public boolean insert(Database database) {
        return session.update("INSERT INTO glue_databases (name, definition) VALUES (:name, :definition)"
                                + " ON CONFLICT DO NOTHING")
                        .bind("name", database.name())
                        .bind("definition", Definitions.write(database))
                        .execute()
                == 1;
    }

    @Override
    public boolean update(Database database) {
        return session.update("UPDATE glue_databases SET definition = :definition WHERE name = :name")
                        .bind("name", database.name())
                        .bind("definition", Definitions.write(database))
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(String name) {
        new JdbcEntityRows(session).deleteBelow(EntityPath.database(name));
        return session.update("DELETE FROM glue_databases WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }
}
