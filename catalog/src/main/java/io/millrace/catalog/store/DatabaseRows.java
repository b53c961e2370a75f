package io.millrace.catalog.store;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Database;

/** Databases by their lower-cased name. */
public interface DatabaseRows {
    /** The database, or empty. */
    Optional<Database> find(String name);

    /** Up to {@code limit} databases in order of their names, after {@code afterName} ({@code ""} for the start). */
    List<Database> list(String afterName, int limit);

    /** Adds a database; false, and nothing changed, if the name is taken. */
    boolean insert(Database database);

    /** Replaces the database of that name; false if there is none. */
    boolean update(Database database);

    /** Removes the database with its tables and their partitions; false if there is none. */
    boolean delete(String name);
}
