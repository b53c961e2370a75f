package io.millrace.catalog.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths of entities that go with a database, a table or a partition: they are removed with it. */
public final class EntityPath {
    private static final String DATABASE = "database";
    private static final String TABLE = "table";

    private EntityPath() {}

    /** What goes with a database. */
    public static List<String> database(String database) {
        return List.of(DATABASE, database);
    }

    /** What goes with a table. */
    public static List<String> table(String database, String table) {
        return List.of(DATABASE, database, TABLE, table);
    }

    /** What goes with a partition. */
    public static List<String> partition(String database, String table, List<String> values) {
        List<String> path = new ArrayList<>(table(database, table));
        path.add("partition");
        path.addAll(values);
        return List.copyOf(path);
    }

    /** The database that a path begins with, if it does. */
    static Optional<String> databaseOf(List<String> path) {
        return path.size() >= 2 && path.get(0).equals(DATABASE) ? Optional.of(path.get(1)) : Optional.empty();
    }

    /** The table that a path begins with, if it does. */
    static Optional<String> tableOf(List<String> path) {
        return databaseOf(path).isPresent() && path.size() >= 4 && path.get(2).equals(TABLE)
                ? Optional.of(path.get(3))
                : Optional.empty();
    }
}
