package io.millrace.catalog.store;

import java.util.ArrayList;
import java.util.List;

/** Paths of entities that go with a database, a table or a partition: they are removed with it. */
public final class EntityPath {
    private EntityPath() {}

    /** What goes with a database. */
    public static List<String> database(String database) {
        return List.of("database", database);
    }

    /** What goes with a table. */
    public static List<String> table(String database, String table) {
        return List.of("database", database, "table", table);
    }

    /** What goes with a partition. */
    public static List<String> partition(String database, String table, List<String> values) {
        List<String> path = new ArrayList<>(table(database, table));
        path.add("partition");
        path.addAll(values);
        return List.copyOf(path);
    }

    /** Whether what lies there goes with a database, whose name is then the path's second part. */
    public static boolean isOfDatabase(List<String> path) {
        return path.size() >= 2 && path.get(0).equals("database");
    }
}
