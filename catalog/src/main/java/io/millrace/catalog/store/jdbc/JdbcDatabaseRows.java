package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.DatabaseRows;
import io.millrace.catalog.store.EntityPath;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Database;

/** Rows of {@code glue_databases}. */
final class JdbcDatabaseRows implements DatabaseRows {
    private static final String ONE = "name = :name";

    private final SqlSession session;

    JdbcDatabaseRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Database> find(String name) {
        return session.query("SELECT definition FROM " + rows() + " WHERE " + ONE)
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .map(Definitions::database);
    }

    @Override
    public List<Database> list(String afterName, int limit) {
        return session
                .query("SELECT definition FROM " + rows() + " WHERE name > :after ORDER BY name LIMIT :limit")
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
        return noteIf(
                session.update("INSERT INTO glue_databases (name, definition, since)"
                                + " VALUES (:name, :definition, :change) ON CONFLICT DO NOTHING")
                        .bind("name", database.name())
                        .bind("definition", Definitions.write(database))
                        .bind("change", session.changeId())
                        .execute(),
                Operation.INSERT,
                database.name());
    }

    @Override
    public boolean update(Database database) {
        session.keep(HistoryTable.DATABASES, ONE).bind("name", database.name()).execute();
        return noteIf(
                session.update("UPDATE glue_databases SET definition = :definition, since = :change WHERE " + ONE)
                        .bind("name", database.name())
                        .bind("definition", Definitions.write(database))
                        .bind("change", session.changeId())
                        .execute(),
                Operation.UPDATE,
                database.name());
    }

    @Override
    public boolean delete(String name) {
        new JdbcEntityRows(session).removeBelow(EntityPath.database(name));
        new TableRemoval(session).removeAllOf(name);
        session.keep(HistoryTable.DATABASES, ONE).bind("name", name).execute();
        return noteIf(
                session.update("DELETE FROM glue_databases WHERE " + ONE)
                        .bind("name", name)
                        .execute(),
                Operation.DELETE,
                name);
    }

    private String rows() {
        return session.rows(HistoryTable.DATABASES);
    }

    private boolean noteIf(int count, Operation operation, String name) {
        if (count == 1) {
            session.touched(ChangedObject.database(operation, name));
        }
        return count == 1;
    }
}
