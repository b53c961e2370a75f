package io.millrace.catalog.store;

import java.time.Instant;

/**
 * Which changes are asked for.
 *
 * @param from the first time, to the millisecond
 * @param to the last time, to the millisecond, itself included
 * @param database the database that a change touched, or empty for any
 * @param table the table of that database, or empty for any; a change that made or removed the database counts
 */
public record ChangeFilter(Instant from, Instant to, String database, String table) {
    private static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** A table without its database is no filter. */
    public ChangeFilter {
        if (database.isEmpty() && !table.isEmpty()) {
            throw new IllegalArgumentException("Cannot filter changes by the table " + table + " without its database");
        }
    }

    /** Every change. */
    public static ChangeFilter all() {
        return new ChangeFilter(Instant.EPOCH, END, "", "");
    }

    /** Only changes of this time and later. */
    public ChangeFilter from(Instant time) {
        return new ChangeFilter(time, to, database, table);
    }

    /** Only changes of this time and earlier. */
    public ChangeFilter to(Instant time) {
        return new ChangeFilter(from, time, database, table);
    }

    /** Only changes that touched the database or what is in it. */
    public ChangeFilter ofDatabase(String name) {
        return new ChangeFilter(from, to, name, "");
    }

    /** Only changes that touched the table or what goes with it. */
    public ChangeFilter ofTable(String databaseName, String name) {
        return new ChangeFilter(from, to, databaseName, name);
    }
}
