package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.ChangedObject.Operation;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityKind.Past;
import io.millrace.catalog.store.EntityRows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Rows of {@code glue_entities}. */
final class JdbcEntityRows implements EntityRows {
    private static final String ONE = "kind = :kind AND path = :path AND name = :name";
    private static final String BELOW = "path >= :from AND path < :to";

    private final SqlSession session;

    JdbcEntityRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public <T> Optional<T> find(EntityKind<T> kind, List<String> path, String name) {
        return key(session.query("SELECT definition FROM " + rows(kind) + " WHERE " + ONE), kind, path, name)
                .mapTo(String.class)
                .findOne()
                .map(kind.read());
    }

    @Override
    public <T> List<T> list(EntityKind<T> kind, List<String> path, String afterName, int limit) {
        return key(
                        session.query("SELECT definition FROM " + rows(kind) + " WHERE kind = :kind AND path = :path"
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
        int count = key(
                        session.update("INSERT INTO glue_entities (kind, path, name, definition, since)"
                                + " VALUES (:kind, :path, :name, :definition, :since) ON CONFLICT DO NOTHING"),
                        kind,
                        path,
                        name)
                .bind("definition", kind.write().apply(entity))
                .bind("since", since(kind))
                .execute();
        return noteIf(count, ChangedObject.entity(kind.name(), Operation.INSERT, path, name));
    }

    @Override
    public <T> boolean update(EntityKind<T> kind, List<String> path, String name, T entity) {
        key(session.keep(HistoryTable.ENTITIES, ONE), kind, path, name).execute();
        int count = key(
                        session.update(
                                "UPDATE glue_entities SET definition = :definition, since = :since WHERE " + ONE),
                        kind,
                        path,
                        name)
                .bind("definition", kind.write().apply(entity))
                .bind("since", since(kind))
                .execute();
        return noteIf(count, ChangedObject.entity(kind.name(), Operation.UPDATE, path, name));
    }

    @Override
    public boolean delete(EntityKind<?> kind, List<String> path, String name) {
        key(session.keep(HistoryTable.ENTITIES, ONE), kind, path, name).execute();
        int count = key(session.update("DELETE FROM glue_entities WHERE " + ONE), kind, path, name)
                .execute();
        return noteIf(count, ChangedObject.entity(kind.name(), Operation.DELETE, path, name));
    }

    @Override
    public void deleteBelow(List<String> path) {
        if (removeBelow(path) > 0) {
            session.touched(ChangedObject.entity(ChangedObject.ENTITIES, Operation.DELETE, path, ""));
        }
    }

    /** Removes what goes with an owner whose removal is noted by itself; tells how many. */
    int removeBelow(List<String> path) {
        below(session.keep(HistoryTable.ENTITIES, BELOW), path).execute();
        return below(session.update("DELETE FROM glue_entities WHERE " + BELOW), path)
                .execute();
    }

    private String rows(EntityKind<?> kind) {
        if (session.asOf() != null && kind.past() == Past.FORGOTTEN) {
            throw new IllegalStateException("Cannot read entities of the kind " + kind.name() + " as of the past");
        }
        return session.rows(HistoryTable.ENTITIES);
    }

    private @Nullable Long since(EntityKind<?> kind) {
        return kind.past() == Past.KEPT ? session.changeId() : null;
    }

    private boolean noteIf(int count, ChangedObject object) {
        if (count == 1) {
            session.touched(object);
        }
        return count == 1;
    }

    private static <S extends SqlStatement<S>> S below(S statement, List<String> path) {
        String prefix = PartitionValuesKey.encode(path);
        return statement.bind("from", prefix).bind("to", PartitionValuesKey.afterAllBelow(prefix));
    }

    private static <S extends SqlStatement<S>> S key(S statement, EntityKind<?> kind, List<String> path, String name) {
        return statement
                .bind("kind", kind.name())
                .bind("path", PartitionValuesKey.encode(path))
                .bind("name", name);
    }
}
