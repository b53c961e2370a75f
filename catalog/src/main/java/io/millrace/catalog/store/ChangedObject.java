package io.millrace.catalog.store;

import java.util.List;

/**
 * What a change touched. Partitions are told as their table, once a change; what went together with its owner is told as that owner.
 *
 * @param kind {@link #DATABASE}, {@link #TABLE}, {@link #TABLE_VERSION}, {@link #PARTITION}, {@link #ENTITIES}, or the name of an {@link EntityKind}
 * @param database the database it belongs to or is, else empty
 * @param table the table it belongs to or is, else empty
 * @param name of an entity, the number of a table version, else empty
 */
public record ChangedObject(String kind, Operation operation, String database, String table, String name) {
    /** A database itself. */
    public static final String DATABASE = "database";

    /** A table itself. */
    public static final String TABLE = "table";

    /** An archived version of a table. */
    public static final String TABLE_VERSION = "table version";

    /** One or more partitions of a table. */
    public static final String PARTITION = "partition";

    /** Smaller entities of any kind that were removed together. */
    public static final String ENTITIES = "entities";

    private static final String NONE = "";

    /** What was done to it. */
    public enum Operation {
        INSERT,
        UPDATE,
        DELETE
    }

    /** A database. */
    public static ChangedObject database(Operation operation, String database) {
        return new ChangedObject(DATABASE, operation, database, NONE, NONE);
    }

    /** A table. */
    public static ChangedObject table(Operation operation, String database, String table) {
        return new ChangedObject(TABLE, operation, database, table, NONE);
    }

    /** An archived version of a table. */
    public static ChangedObject tableVersion(Operation operation, String database, String table, String version) {
        return new ChangedObject(TABLE_VERSION, operation, database, table, version);
    }

    /** Partitions of a table. */
    public static ChangedObject partitions(Operation operation, String database, String table) {
        return new ChangedObject(PARTITION, operation, database, table, NONE);
    }

    /** An entity, or all entities, of what the path names (see {@link EntityPath}). */
    public static ChangedObject entity(String kind, Operation operation, List<String> path, String name) {
        String database = EntityPath.databaseOf(path).orElse(NONE);
        return new ChangedObject(
                kind, operation, database, EntityPath.tableOf(path).orElse(NONE), name);
    }
}
