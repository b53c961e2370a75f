package io.millrace.catalog.store.jdbc;

import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A SQL database with the catalog's tables up to date, opened for this process. Thread-safe. */
public interface CatalogDatabase extends AutoCloseable {
    /** Runs {@code work} on one consistent snapshot, which is rolled back afterwards. Neither blocks writers nor waits for them. */
    <T> T read(Function<Handle, T> work);

    /**
     * Runs {@code work} as one transaction, alone among all writers of the database, in this process and in others, so that
     * changes commit in the order in which they were made. An exception rolls it back and is rethrown as it is.
     */
    <T> T write(Function<Handle, T> work);

    /** How its connection pools are used now, by their names. */
    default Map<String, PoolUse> pools() {
        return Map.of();
    }

    /** The name by which SQL of this database tells a row's place, such as {@code rowid}; good within one statement. */
    String rowId();

    @Override
    void close();
}
