package io.millrace.catalog.store;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** Tables by the lower-cased names of database and table. A table carries its version in {@link Table#versionId()}. */
public interface TableRows {
    /** The table's current version, or empty. */
    Optional<Table> find(String database, String name);

    /** Up to {@code limit} tables of the database in order of their names, after {@code afterName} ({@code ""} for the start). */
    List<Table> list(String database, String afterName, int limit);

    /** Adds a table; false, and nothing changed, if the name is taken. The database must exist. */
    boolean insert(Table table);

    /**
     * Replaces the table of that name if its current version is {@code expectedVersion}; false, and nothing changed,
     * otherwise. The replaced version is kept as history if {@code archive} says so.
     */
    boolean update(Table table, String expectedVersion, Archive archive);

    /** Removes the table with its versions and partitions; false if there is none. */
    boolean delete(String database, String name);

    /** Up to {@code limit} versions, the newest (the current one) first, older than {@code beforeVersion} ({@link Long#MAX_VALUE} for all). */
    List<TableVersion> listVersions(String database, String name, long beforeVersion, int limit);

    /** Removes an archived version; false if there is none (the current version is not an archived one). */
    boolean deleteVersion(String database, String name, String version);

    /** Whether an update keeps what it replaces. */
    enum Archive {
        KEEP,
        SKIP
    }
}
