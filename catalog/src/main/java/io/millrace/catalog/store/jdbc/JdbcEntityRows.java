package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityRows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Rows of {@code glue_entities}. */
final class JdbcEntityRows implements EntityRows {
    private static final String ONE = " WHERE kind = :kind AND path = :path AND name = :name";

    private final SqlSession session;

    JdbcEntityRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public <T> Optional<T> find(EntityKind<T> kind, List<String> path, String name) {
        return key(session.query("SELECT definition FROM glue_entities" + ONE), kind, path, name)
                .mapTo(String.class)
                .findOne()
                .map(kind.read());
    }

    @Override
    public <T> List<T> list(EntityKind<T> kind, List<String> path, String afterName, int limit) {
        return key(
                        session.query("SELECT definition FROM glue_entities WHERE kind = :kind AND path = :path"
                                + " AND name > :name ORDER BY name LIMIT :limit"),
                        kind,
                        path,
                        afterName)
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .map(kind.read())
                .toList();
    }

    @Override
    public <T> boolean insert(EntityKind<T> kind, List<String> path, String name, T entity) {
        return key(
                                session.update("INSERT INTO glue_entities (kind, path, name, definition)"
                                        + " VALUES (:kind, :path, :name, :definition) ON CONFLICT DO NOTHING"),
                                kind,
                                path,
                                name)
                        .bind("definition", kind.write().apply(entity))
                        .execute()
                == 1;
    }

    @Override
    public <T> boolean update(EntityKind<T> kind, List<String> path, String name, T entity) {
        return key(session.update("UPDATE glue_entities SET definition = :definition" + ONE), kind, path, name)
                        .bind("definition", kind.write().apply(entity))
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(EntityKind<?> kind, List<String> path, String name) {
        return key(session.update("DELETE FROM glue_entities" + ONE), kind, path, name)
                        .execute()
                == 1;
    }

    @Override
    public void deleteBelow(List<String> path) {
        String prefix = PartitionValuesKey.encode(path);
        session.update("DELETE FROM glue_entities WHERE path >= :from AND path < :to")
                .bind("from", prefix)
                .bind("to", PartitionValuesKey.afterAllBelow(prefix))
                .execute();
    }

    private static <S extends SqlStatement<S>> S key(S statement, EntityKind<?> kind, List<String> path, String name) {
        return statement
                .bind("kind", kind.name())
                .bind("path", PartitionValuesKey.encode(path))
                .bind("name", name);
    }
}
