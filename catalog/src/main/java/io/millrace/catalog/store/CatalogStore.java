package io.millrace.catalog.store;

import io.millrace.catalog.CatalogException;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The catalog's storage. All work happens inside a transaction: what {@code work} did is visible to others either wholly,
 * once this returns, or not at all, if {@code work} throws or the process dies. Thread-safe; several processes may share
 * one store. A transaction inside another one of the same thread is an {@link IllegalStateException}, but inside {@link #transact}.
 */
public interface CatalogStore {
    /** Runs {@code work} on a consistent snapshot; a change in it is an {@link IllegalStateException}. Neither blocks writers nor waits for them. */
    <T> T read(Function<CatalogTransaction, T> work);

    /**
     * Runs {@code work} on the catalog as it was right after the last change of {@code time}, to the millisecond, or before; a
     * change in it is an {@link IllegalStateException}. Entities of a kind without history cannot be read.
     *
     * @throws CatalogException {@code INVALID_INPUT} if the history does not go back so far, or the time is in the future
     */
    <T> T readAt(Instant time, Function<CatalogTransaction, T> work);

    /** Runs {@code work} as one atomic change, alone among writers of the same rows. An exception rolls it back and is rethrown as it is. */
    <T> T write(Function<CatalogTransaction, T> work);

    /**
     * Runs {@code work}, whose calls of {@link #read}, {@link #readAt} and {@link #write} on this thread become parts of one atomic change. An
     * exception rolls all of it back and is rethrown as it is.
     */
    <T> T transact(Supplier<T> work);

    /**
     * Does a short piece of work that makes later calls faster, such as a part of a partition index that filters needed. Whoever owns the
     * store calls it from time to time, again at once if it is true: there is more to do. Nothing depends on its being called.
     */
    boolean maintain();
}
