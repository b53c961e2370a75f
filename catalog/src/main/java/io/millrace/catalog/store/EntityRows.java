package io.millrace.catalog.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The smaller entities of the catalog, each a document with a name below a path. Paths begin with what the entity belongs to:
 * {@code database, sales} for what goes with that database, {@code database, sales, table, trips} for what goes with that table
 * (see {@link EntityPath}), or a word of the feature's own, such as {@code connections}. Names and parts may hold any character,
 * are compared as they are, case included, and sort by code point.
 */
public interface EntityRows {
    /** The entity, or empty. */
    <T> Optional<T> find(EntityKind<T> kind, List<String> path, String name);

    /** Up to {@code limit} entities of this very path in order of their names, after {@code afterName} ({@code ""} for the start). */
    <T> List<T> list(EntityKind<T> kind, List<String> path, String afterName, int limit);

    /** Adds an entity; false, and nothing changed, if the name is taken. */
    <T> boolean insert(EntityKind<T> kind, List<String> path, String name, T entity);

    /** Replaces the entity of that name; false if there is none. */
    <T> boolean update(EntityKind<T> kind, List<String> path, String name, T entity);

    /** Removes the entity; false if there is none. */
    boolean delete(EntityKind<?> kind, List<String> path, String name);

    /** Visits the entities at this path and below it, of every kind that keeps its past, one by one. An empty path is everywhere. */
    void forEachBelow(List<String> path, Consumer<StoredEntity> visitor);

    /** Adds an entity as another store gave it; false, and nothing changed, if the name is taken. Its kind must keep its past. */
    boolean insert(StoredEntity entity);

    /** Removes the entities of every kind at this path and below it. */
    void deleteBelow(List<String> path);
}
