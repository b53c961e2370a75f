package io.millrace.catalog.store;

import java.util.List;

/**
 * An entity as the store keeps it, whatever its kind is.
 *
 * @param kind the name of its {@link EntityKind}
 * @param path what it belongs to
 * @param name its name there
 * @param definition its JSON
 */
public record StoredEntity(String kind, List<String> path, String name, String definition) {
    /** Copies the path. */
    public StoredEntity {
        path = List.copyOf(path);
    }
}
